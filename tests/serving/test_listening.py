"""The socket: what is too large, too slow or no request is cut off, and the next one is answered."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.errors import RunError
from reformsim.serving.guarding import Guard, is_loopback
from reformsim.serving.limits import Limits
from reformsim.serving.listening import Listening
from tests.fuzzing import fuzzed
from tests.serving.given import TOKEN, Noting, site

SECONDS = 0.3


@pytest.fixture(scope="module")
def server() -> Iterator[Listening]:
    limits = Limits(request_seconds=SECONDS, connections=4, body=1000)
    with Listening("127.0.0.1", 0, limits) as found:
        found.site = site(Noting(), limits)
        found.site.guard = Guard("127.0.0.1", found.server_port, TOKEN)
        Thread(target=found.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield found
        found.shutdown()
        found.site.guard = Guard("127.0.0.1", 8000, TOKEN)


def connected(server: Listening) -> socket.socket:
    return socket.create_connection(server.server_address[:2], timeout=20)


def answered(server: Listening, sent: bytes) -> bytes:
    """All that comes back, up to the end of the connection."""
    with connected(server) as line:
        line.sendall(sent)
        return read(line)


def read(line: socket.socket) -> bytes:
    found = b""
    try:
        while part := line.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


def request(server: Listening, name: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
    lines = [f"{method} /{TOKEN}/{name} HTTP/1.1", f"Host: 127.0.0.1:{server.server_port}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def test_a_request_is_answered_and_its_connection_closed_with_nothing_said_of_the_program(server: Listening) -> None:
    found = answered(server, request(server, "state"))
    head, _, body = found.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 200 ") and body.startswith(b'{"state": "none"')
    assert b"Server: reformsim\r\n" in head and b"Python" not in head
    assert answered(server, request(server, "state", method="HEAD")).endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (["Content-Length: 1001"], b"413"),
        (["Content-Length: " + "9" * 5000], b"413"),
        (["Content-Length: -1"], b"400"),
        (["Content-Length: 2", "Content-Length: 3"], b"400"),
        (["Transfer-Encoding: chunked"], b"400"),
        (["X: " + "y" * 70_000], b"431"),
        ([f"X-{n}: y" for n in range(200)], b"431"),
    ],
    ids=["large", "huge", "negative", "twice", "chunked", "long header", "many headers"],
)
def test_what_is_too_large_is_refused_before_it_is_read(server: Listening, headers: list[str], status: bytes) -> None:
    assert answered(server, request(server, "check", *headers, method="POST"))[9:12] in (status, b"")


@pytest.mark.parametrize("begun", ["", "GET /", "a whole head"], ids=["nothing", "half a line", "half a body"])
def test_what_comes_in_drop_by_drop_is_cut_off_in_its_time(server: Listening, begun: str) -> None:
    sent = request(server, "check", "Content-Length: 500", method="POST") if begun == "a whole head" else begun.encode()
    start = time.monotonic()
    with connected(server) as line:
        line.sendall(sent)
        line.settimeout(SECONDS / 6)
        found = b""
        while time.monotonic() < start + 20:
            try:
                part = line.recv(65536)
                found += part
                if not part:
                    break
            except TimeoutError:
                line.sendall(b"x")
            except OSError:
                break
    assert time.monotonic() < start + 10
    assert found[9:12] in (b"", b"400", b"403", b"408")


def test_connections_beyond_a_few_are_closed_and_the_others_go_on(server: Listening) -> None:
    time.sleep(2 * SECONDS)
    held = [connected(server) for _ in range(8)]
    for line in held:
        line.settimeout(5)
    ends = sum(line.recv(1) == b"" for line in held[4:])
    assert ends == 4
    for line in held:
        line.close()
    time.sleep(2 * SECONDS)
    assert b" 200 " in answered(server, request(server, "state"))


def test_requests_for_which_there_was_no_thread_take_no_room_from_later_ones(server: Listening) -> None:
    def without(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("socketserver.ThreadingMixIn.process_request", without)
        for _ in range(2 * server.limits.connections):
            with connected(server) as line:
                assert line.recv(1) == b""
    assert b" 200 " in answered(server, request(server, "state"))


@fuzzed(60)
@given(st.one_of(st.binary(max_size=300), st.sampled_from([b"GET", b"\r\n", b"PRI * HTTP/2.0\r\n\r\n", b"GET //\r\n"])))
def test_bytes_that_are_no_request_are_refused_or_closed(server: Listening, sent: bytes) -> None:
    with connected(server) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        found = read(line)
    assert b"Traceback" not in found and found[9:10] in (b"", b"4")


def test_where_one_cannot_listen_is_told(server: Listening) -> None:
    for host, port in (("127.0.0.1", server.server_port), ("no such host", 0), ("192.0.2.1", 0)):
        with pytest.raises(RunError, match="cannot listen on"):
            Listening(host, port, Limits())


def test_only_this_machine_is_loopback_and_an_open_address_is_known_by_numbers_alone() -> None:
    assert [is_loopback(one) for one in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.0.0.1", "me.example")] == [
        *(True, True, True),
        *(False, False, False),
    ]
    everywhere = Guard("0.0.0.0", 8000, TOKEN)
    assert everywhere.is_ours("10.0.0.7:8000") and everywhere.is_ours("[fe80::1]:8000")
    assert not everywhere.is_ours("evil.example:8000") and not everywhere.is_ours("10.0.0.7:8001")
    assert (
        Guard("me.example", 80, TOKEN).is_ours("me.example") and Guard("::1", 80, "t").address == "http://[::1]:80/t/"
    )
    assert len({Guard("127.0.0.1", 1).token for _ in range(10)}) == 10 and len(Guard("127.0.0.1", 1).token) >= 43
