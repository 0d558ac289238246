"""A `scenewire-publisher` process, built beforehand by `swift build`."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
from pathlib import Path
from typing import Self

REPOSITORY = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("SCENEWIRE_BUILD", REPOSITORY / ".build/debug"))
"""Where the executables lie."""
START_LINES = ("Broadcasting", "Answering requests", "Serving HTTP")


class RealPublisher:
    """Where a publisher keeps its journal and listens, so that it can be started there again and again."""

    def __init__(self, directory: Path) -> None:
        self.data = directory / "journal"
        ports = free_ports(3)
        self.live, self.requests = (f"tcp://127.0.0.1:{port}" for port in ports[:2])
        self._http = f"127.0.0.1:{ports[2]}"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGKILL)

    @property
    def environment(self) -> dict[str, str]:
        """What tells clients where it is."""
        return {"SCENEWIRE_LIVE_ENDPOINT": self.live, "SCENEWIRE_REQUESTS_ENDPOINT": self.requests}

    def start(self, *arguments: str) -> None:
        """Starts it and returns when it serves."""
        flags = [
            "--data",
            str(self.data),
            "--live",
            self.live,
            "--requests",
            self.requests,
            "--http",
            self._http,
        ]
        self._process = subprocess.Popen(
            [str(BUILD / "scenewire-publisher"), *flags, *arguments],
            stderr=subprocess.PIPE,
            text=True,
            env=plain_environment() | {"SCENEWIRE_JOURNAL_SEGMENT_MEGABYTES": "2"},
        )
        assert self._process.stderr
        missing = set(START_LINES)
        said = []
        while missing:
            line = self._process.stderr.readline()
            assert line, "the publisher ended: " + "".join(said)
            said.append(line)
            missing = {text for text in missing if text not in line}

    def end(self, number: signal.Signals = signal.SIGTERM) -> int | None:
        """Sends a signal and waits for the end."""
        if self._process is None:
            return None
        self._process.send_signal(number)
        self._process.communicate()
        code, self._process = self._process.returncode, None
        return code


def plain_environment() -> dict[str, str]:
    """This process's own environment without any setting of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SCENEWIRE_")}


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, below the range from which the system takes its own."""
    found: list[int] = []
    while len(found) < count:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in found:
            found.append(port)
    return found
