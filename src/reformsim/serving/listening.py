"""The socket: requests read within limits and time, handed over, answered, closed.

It is the standard library's server. One user, one machine and six kinds of requests need no more, it asks for no
installation by an analyst who may install nothing, and what a framework would add (routes, middleware, workers) is less
than the limits below, which we would have to write for it too.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import BoundedSemaphore, Timer
from typing import TYPE_CHECKING, Any

from reformsim.errors import RunError
from reformsim.serving.site import Answer, Asked, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from reformsim.serving.limits import Limits
    from reformsim.serving.site import Site


class Listening(ThreadingHTTPServer):
    """Listens from the moment it is made.

    Parameters
    ----------
    host, port
        Where; port 0 for any that is free.

    Raises
    ------
    RunError
        If that is not possible.
    """

    daemon_threads = True
    site: Site

    def __init__(self, host: str, port: int, limits: Limits) -> None:
        self.limits = limits
        self._free = BoundedSemaphore(limits.connections)
        try:
            # Of several addresses of a name the first.
            family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            self.address_family = family
            super().__init__((str(address[0]), port), _Handler)
        except (OSError, OverflowError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or error
            raise RunError(f"cannot listen on {host}, port {port}: {why}") from error

    def server_bind(self) -> None:
        """Bind, without asking the network what we are called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own; one connection too many is closed."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # the machine has no thread to spare; it may have one for the next request
            self._free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and make room for another."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of who hangs up in the middle."""


class _Handler(BaseHTTPRequestHandler):
    """One request of one connection."""

    server: Listening

    def setup(self) -> None:
        """Give the request its time: what is not in by then is cut off, however steadily it drips."""
        super().setup()
        self._clock = Timer(self.server.limits.request_seconds, self._cut)
        self._clock.daemon = True
        self._clock.start()

    def finish(self) -> None:
        """Stop the clock."""
        self._clock.cancel()
        super().finish()

    def __getattr__(self, name: str) -> Callable[[], None]:
        # All methods come here, and the site says which it knows.
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def version_string(self) -> str:
        """Say who answers, and of which version to nobody."""
        return "reformsim"

    def log_message(self, format: str, *args: Any) -> None:
        """Write no log: targets hold the token."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request at all, without repeating any of it."""
        self._send(plain(code if code < 500 else 400, "form"))

    def _cut(self) -> None:
        with suppress(OSError):  # closed already
            self.connection.shutdown(socket.SHUT_RD)

    def _answer(self) -> None:
        body = self._body()
        self._clock.cancel()
        if isinstance(body, Answer):
            self._send(body)
            return
        names = {name.lower() for name in self.headers}
        found = {name: ", ".join(map(str, self.headers.get_all(name, ()))) for name in names}
        self._send(self.server.site.answer(Asked(self.command, self.path, found, body)))

    def _body(self) -> bytes | Answer:
        """Read the body; or say why not."""
        lengths = self.headers.get_all("content-length", [])
        if "transfer-encoding" in self.headers or len(lengths) > 1:
            return plain(400, "form")
        length = str(lengths[0]) if lengths else "0"
        if not (length.isascii() and length.isdecimal()):
            return plain(400, "form")
        if len(length) > 12 or int(length) > self.server.limits.body:
            return plain(413, "large")
        body = self.rfile.read(int(length))
        return body if len(body) == int(length) else plain(408, "slow")

    def _send(self, answer: Answer) -> None:
        self._clock.cancel()
        # Of a socket with a timeout this is the time for all that is sent.
        self.connection.settimeout(self.server.limits.answer_seconds)
        self.close_connection = True
        # What cannot be read counts as of a version that has no headers.
        self.request_version = "HTTP/1.0"
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)
