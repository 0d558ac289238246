"""Whether anybody listens at an address, which ZeroMQ does not say."""

from __future__ import annotations

import re
import socket
import time

from . import limits
from .errors import NobodyListens

_TCP = re.compile(r"tcp://(?:\[(?P<six>[^\]]+)\]|(?P<host>[^:\[\]]+)):(?P<port>[0-9]{1,5})")


class ListenerWatch:
    """Gives up while nobody listens, until the first answer: a publisher that was there is waited for."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._gone_since: float | None = None
        self.look_at = time.monotonic() + limits.LOOK_SECONDS
        """When to call :meth:`look` next, by ``time.monotonic``."""

    def begin(self) -> None:
        """A new wait begins."""
        self._gone_since = None
        self.look_at = time.monotonic() + limits.LOOK_SECONDS

    def look(self, was_sent: bool) -> None:
        """Looks, when it is time.

        :param was_sent: whether anything was ever sent, and so may be recorded.
        :raises NobodyListens: once nobody has been there for ``NOBODY_SECONDS``.
        """
        now = time.monotonic()
        if now < self.look_at:
            return
        self.look_at = now + limits.LOOK_SECONDS
        if not _nobody_listens(self._endpoint):
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now - self._gone_since >= limits.NOBODY_SECONDS:
            raise NobodyListens(self._endpoint, was_sent)


def _nobody_listens(endpoint: str) -> bool:
    """Whether that is certain; where it cannot be known, an answer is waited for."""
    try:
        if endpoint.startswith("ipc://"):
            with socket.socket(socket.AF_UNIX) as unix:
                unix.settimeout(limits.LOOK_SECONDS)
                unix.connect(endpoint.removeprefix("ipc://"))
        elif parts := _TCP.fullmatch(endpoint):
            place = (parts["six"] or parts["host"], int(parts["port"]))
            socket.create_connection(place, limits.LOOK_SECONDS).close()
    except (ConnectionRefusedError, FileNotFoundError):
        return True
    except (OSError, OverflowError):
        return False
    return False
