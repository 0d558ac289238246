"""One DEALER to a publisher's request socket."""

from __future__ import annotations

import contextlib
import math
import os
import time
from typing import Self

import zmq
from google.protobuf.message import DecodeError

from . import limits
from ._listener import ListenerWatch
from .errors import Closed, NoAnswer, ProtocolError, RequestFault, RequestRefused
from .v1 import bus_pb2 as bus

Answer = tuple[bus.Reply, bytes]
"""A reply and its second frame, empty when it has none."""


class Silence(Exception):
    """A request had no answer for ``SILENCE_SECONDS``. Never leaves the package."""


class Bell:
    """Wakes a thread that polls, from any other thread."""

    def __init__(self) -> None:
        self._ear, self._button = os.pipe()
        self._is_closed = False
        os.set_blocking(self._button, False)

    def ring(self) -> None:
        """Rings for good: every later wait ends at once."""
        if not self._is_closed:
            with contextlib.suppress(BlockingIOError):  # Then it rings already.
                os.write(self._button, b"!")

    def fileno(self) -> int:
        return self._ear

    def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            os.close(self._ear)
            os.close(self._button)


def open_socket(kind: int, endpoint: str, options: dict[int, int]) -> zmq.Socket[bytes]:
    """Opens a socket with the settings that every socket of ours has."""
    socket: zmq.Socket[bytes] = zmq.Context.instance().socket(kind)
    common: dict[int, int] = {
        zmq.LINGER: 0,  # What matters is acknowledged; nothing waits for a dead peer at the end.
        zmq.HANDSHAKE_IVL: 5_000,
        zmq.TCP_KEEPALIVE: 1,
        zmq.TCP_KEEPALIVE_IDLE: 30,
        zmq.TCP_KEEPALIVE_INTVL: 10,
        zmq.TCP_KEEPALIVE_CNT: 3,
        zmq.MAXMSGSIZE: limits.FRAME_BYTES_MAX,
        zmq.RECONNECT_IVL: 100,
        zmq.RECONNECT_IVL_MAX: 2_000,
    }
    try:
        for option, value in (common | options).items():
            socket.setsockopt(option, value)
        socket.connect(endpoint)
    except zmq.ZMQError as error:
        socket.close()
        raise ValueError(f"{endpoint!r} cannot be connected to: {error}") from error
    return socket


class Connection:
    """Asks a publisher, and asks again over a new socket when it hears nothing.

    One thread at a time; :meth:`stop` may come from any.
    """

    def __init__(self, endpoint: str, bell: Bell | None = None, watch: ListenerWatch | None = None) -> None:
        self.endpoint = endpoint
        self.watch = watch
        """Gives up when nobody listens; ``None`` once there was an answer, and for those who wait anyway."""
        self.bell = bell or Bell()
        # Each connection counts from somewhere else, so that an answer to an earlier one is never taken.
        self._next_id = int.from_bytes(os.urandom(6), "little") << 8 | 1
        self._is_stopped = False
        self.has_sent = False
        """Whether libzmq ever took a request, which it does only for a connection."""
        self.patience = limits.SILENCE_SECONDS
        """Seconds that an answer may take."""
        self._socket = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def renew(self) -> None:
        """Drops the socket with everything in it, and opens a new one."""
        self._socket.close()
        self._socket = self._open()

    def wait_longer(self) -> None:
        """Doubles the patience, after something that was sent had no answer."""
        self.patience = min(2 * self.patience, limits.SILENCE_SECONDS_MAX)

    def stop(self) -> None:
        """Makes whoever waits here, now or later, raise ``Closed``."""
        self._is_stopped = True
        self.bell.ring()

    def close(self) -> None:
        self.stop()
        self._socket.close()
        self.bell.close()

    @property
    def socket(self) -> zmq.Socket[bytes]:
        return self._socket

    def new_request(self) -> bus.Request:
        """A request without a body, with a number of its own."""
        self._next_id += 1
        return bus.Request(version=limits.PROTOCOL_VERSION, id=self._next_id)

    def send(self, request: bytes, payload: bytes | None = None) -> bool:
        """Hands a request to libzmq.

        :returns: ``False`` while there is no connection or the way is full.
        """
        self.check_open()
        try:
            self._socket.send_multipart([request] if payload is None else [request, payload], zmq.DONTWAIT)
        except zmq.Again:
            return False
        self.has_sent = True
        return True

    def receive(self, until: float, sending: bool = False) -> Answer | None:
        """Waits for one reply; what is no reply is ignored, as if it had been lost.

        :param until: when to give up, by ``time.monotonic``.
        :param sending: whether to come back also when something can be sent.
        """
        while True:
            answer = self._take()
            if answer is not None:
                return answer
            if not self._wait(until, sending):
                return None
            if sending and int(self._socket.getsockopt(zmq.EVENTS)) & zmq.POLLOUT:
                return self._take()

    def ask_once(self, request: bus.Request, payload: bytes | None = None) -> Answer:
        """Asks and waits for this request's answer; others are dropped.

        :raises Silence: when :attr:`patience` seconds bring none.
        :raises RequestRefused: when the publisher refuses.
        """
        until = time.monotonic() + self.patience
        is_sent = False
        while True:
            if not is_sent:
                if request.HasField("hello"):
                    # Stamped when it leaves: the wait for a connection is not part of the way.
                    request.hello.sent_at = time.time_ns()
                is_sent = self.send(request.SerializeToString(), payload)
            answer = self.receive(self.until_look(until), sending=not is_sent)
            if answer is None:
                if self.watch:
                    self.watch.look(self.has_sent)
                if time.monotonic() >= until:
                    if is_sent:
                        self.wait_longer()
                    raise Silence
            elif answer[0].id == request.id:
                return self.checked(request, answer)

    def ask(self, request: bus.Request, timeout: float, payload: bytes | None = None) -> Answer:
        """Asks until there is an answer: over a new socket after a silence, later when overloaded.

        :raises NoAnswer: after ``timeout`` seconds.
        """
        if self.watch:
            self.watch.begin()
        until = time.monotonic() + timeout
        what = request.WhichOneof("body") or "a request"
        while True:
            try:
                return self.ask_once(request, payload)
            except Silence:
                self.renew()
            except RequestRefused as refusal:
                if refusal.fault is not RequestFault.OVERLOADED:
                    raise
                self.pause(limits.PAUSE_SECONDS)
            if time.monotonic() >= until:
                raise NoAnswer(self.endpoint, timeout, what)

    def until_look(self, until: float) -> float:
        """The time up to which to wait, or when to look whether anybody is there, if that is before."""
        return min(until, self.watch.look_at) if self.watch else until

    def pause(self, seconds: float) -> None:
        """Lets time pass; ends early with ``Closed``."""
        until = time.monotonic() + seconds
        while (rest := until - time.monotonic()) > 0:
            self.check_open()
            zmq.select([self.bell], [], [], rest)
        self.check_open()

    def checked(self, request: bus.Request, answer: Answer) -> Answer:
        """The answer, if it is what was asked for.

        :raises RequestRefused: when the publisher refuses.
        :raises ProtocolError: for another version, or a body that does not answer the question.
        """
        reply = answer[0]
        self.watch = None
        if reply.version != limits.PROTOCOL_VERSION:
            raise ProtocolError(
                self.endpoint,
                f"answers in protocol version {reply.version}; this client knows {limits.PROTOCOL_VERSION}",
            )
        asked, got = request.WhichOneof("body"), reply.WhichOneof("body")
        if got == "refusal":
            raise RequestRefused(self.endpoint, reply.refusal.fault, reply.refusal.detail)
        if got != _ANSWERS.get(asked or ""):
            raise ProtocolError(self.endpoint, f"{asked} was answered with {got or 'what is unknown here'}")
        if got != "welcome":
            # A greeting is quick also where what follows it is not.
            self.patience = limits.SILENCE_SECONDS
        return answer

    def _take(self) -> Answer | None:
        while True:
            try:
                frames = self._socket.recv_multipart(zmq.DONTWAIT)
            except zmq.Again:
                return None
            if len(frames) > 2:
                continue
            try:
                reply = bus.Reply.FromString(frames[0])
            except DecodeError:
                continue
            return reply, frames[1] if len(frames) == 2 else b""

    def _wait(self, until: float, sending: bool) -> bool:
        self.check_open()
        rest = until - time.monotonic()
        poller = zmq.Poller()
        poller.register(self._socket, zmq.POLLIN | (zmq.POLLOUT if sending else 0))
        poller.register(self.bell, zmq.POLLIN)
        if rest <= 0 or not poller.poll(math.ceil(rest * 1_000)):
            return False
        self.check_open()
        return True

    def check_open(self) -> None:
        if self._is_stopped:
            raise Closed(f"{self.endpoint}: the client was closed")

    def _open(self) -> zmq.Socket[bytes]:
        # Nothing is queued for a publisher that is not there: the asker keeps what it has to say.
        return open_socket(
            zmq.DEALER,
            self.endpoint,
            {zmq.IMMEDIATE: 1, zmq.SNDHWM: limits.REPLIES_MAX, zmq.RCVHWM: limits.REPLIES_MAX},
        )


_ANSWERS = {
    "hello": "welcome",
    "publish": "published",
    "replay": "replayed",
    "report": "reported",
    "status": "status",
}
