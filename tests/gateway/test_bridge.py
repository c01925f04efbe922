"""Pages over the bridge: a few threads, and nobody who is slow holds one."""

import asyncio
import http.client
import json
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from statistics import median

import pytest

from tests.gateway.conftest import Served

Serve = Callable[..., Served]
STALLS = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"
READS_SLOWLY = b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_a_request_arrives_as_it_was_sent(served: Served) -> None:
    headers = {
        "X-Plain": "a", "X_Under": "spoofed", "X-Under": "real", "Proxy": "http://elsewhere.example",
        "Cookie": "a=1", "Content-Type": "text/plain",
    }  # fmt: skip
    status, _, body = _ask(served, "POST", "/caf%C3%A9/%2F?a=%20b&c", b"x" * 300_000, headers=headers)
    told = json.loads(body)
    environ = told["environ"]
    assert (status, told["length"], environ["CONTENT_LENGTH"]) == (200, 300_000, "300000")
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/café//"
    assert environ["QUERY_STRING"] == "a=%20b&c"
    assert (environ["HTTP_X_PLAIN"], environ["HTTP_X_UNDER"], environ["HTTP_COOKIE"]) == ("a", "real", "a=1")
    assert "HTTP_PROXY" not in environ
    assert environ["CONTENT_TYPE"] == "text/plain"


def test_a_body_in_chunks_has_its_length(served: Served) -> None:
    connection = http.client.HTTPConnection("localhost", served.port, timeout=10)
    connection.request(
        "POST", "/", iter([b"ab", b"cde"]), encode_chunked=True, headers={"Transfer-Encoding": "chunked"}
    )
    told = json.loads(connection.getresponse().read())
    assert (told["length"], told["environ"]["CONTENT_LENGTH"]) == (5, "5")


def test_head_has_no_body_and_the_length_of_get(served: Served) -> None:
    status, headers, body = _ask(served, "HEAD", "/big")
    assert (status, headers["content-length"], body) == (200, "8000000", b"")


@pytest.mark.parametrize("announced", [True, False])
def test_too_much_is_refused_with_a_sentence(served: Served, announced: bool) -> None:
    length = b"Content-Length: 2000000" if announced else b"Transfer-Encoding: chunked"
    with _open(served) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\n" + length + b"\r\n\r\n")
        if not announced:
            _pour(client, 2_000_000)
        answer = _all(client)
    assert answer.startswith(b"HTTP/1.1 413")
    assert "Please send less." in answer.decode()
    assert "Merci d’envoyer moins." in answer.decode()


def test_what_does_not_arrive_in_time_is_refused(serve: Serve) -> None:
    server = serve(measure={"read_within": 1})
    with _open(server) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")
        start = time.monotonic()
        assert _all(client).startswith(b"HTTP/1.1 408")
        assert 0.8 < time.monotonic() - start < 3


@pytest.mark.parametrize("half", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: local"])
def test_headers_that_do_not_come_are_not_waited_for(serve: Serve, half: bytes) -> None:
    server = serve(headers_within=1)
    with _open(server) as client:
        client.sendall(half)
        start = time.monotonic()
        assert _all(client) == b""
        assert 0.8 < time.monotonic() - start < 3
    with _open(server) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET")
        assert _all(client).startswith(b"HTTP/1.1 200")

    async def go() -> None:
        async with server.guest() as guest:
            await asyncio.sleep(1.5)
            assert await guest.asks(t="ping") == {"t": "pong"}

    asyncio.run(go())


def test_forty_that_stall_in_the_body_stop_nobody(serve: Serve) -> None:
    server = serve(measure={"threads": 4})
    with _forty(server, STALLS):
        assert median(_timed(server, "/") for _ in range(10)) < 1


def test_forty_that_read_slowly_stop_nobody(serve: Serve) -> None:
    server = serve(measure={"threads": 4})
    with _forty(server, READS_SLOWLY):
        assert median(_timed(server, "/") for _ in range(10)) < 1


@pytest.mark.parametrize("slow", [STALLS, READS_SLOWLY])
def test_a_thread_held_for_the_slow_would_stop_everyone(serve: Serve, slow: bytes) -> None:
    server = serve(measure={"threads": 4}, naive=True)
    assert _timed(server, "/") < 1
    with _forty(server, slow), pytest.raises(TimeoutError):
        _ask(server, "GET", "/", patience=2)


def test_beyond_the_waiting_line_a_sentence_and_when_to_try(serve: Serve) -> None:
    server = serve(measure={"threads": 2, "line": 2})
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: _ask(server, "GET", "/slow"), range(8)))
    refused = [answer for answer in answers if answer[0] == 503]
    assert len(refused) == 4
    assert all(headers["retry-after"] and b"Please try again" in body for _, headers, body in refused)
    assert [status for status, _, _ in answers].count(200) == 4
    assert _ask(server, "GET", "/")[0] == 200


def test_bodies_together_have_a_bound(serve: Serve) -> None:
    server = serve(measure={"bodies": 300_000})
    with _open(server) as holder:
        holder.sendall(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 260000\r\n\r\n" + b"x" * 250_000
        )
        time.sleep(0.3)
        assert _ask(server, "POST", "/", b"x" * 100_000)[0] == 503
        assert _ask(server, "POST", "/", b"x" * 10_000)[0] == 200
    time.sleep(0.3)
    assert _ask(server, "POST", "/", b"x" * 100_000)[0] == 200


def test_threads_stay(serve: Serve) -> None:
    server = serve(measure={"threads": 2})
    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(lambda _: _ask(server, "GET", "/"), range(100)))
    assert int(_ask(server, "GET", "/threads")[2]) <= 2


def test_our_own_fault_is_a_page_and_a_log_line_without_words(served: Served) -> None:
    status, headers, body = _ask(served, "GET", "/break?secret-in-the-query")
    assert status == 500
    assert b"Something is broken on our side." in body
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "RuntimeError at served.py" in served.said()
    assert "secret" not in served.said()


def test_nothing_about_anybody_is_written_down(serve: Serve) -> None:
    server = serve()

    async def go() -> None:
        async with server.guest() as guest:
            await guest.asks(t="ping")

    asyncio.run(go())
    _ask(
        server,
        "GET",
        "/c/marker-in-the-path?marker-in-the-query",
        headers={"User-Agent": "marker-in-the-agent"},
    )
    with _open(server) as client:
        client.sendall(b"marker of no HTTP\r\n\r\n")
        _all(client)
    server.process.terminate()  # type: ignore[union-attr]
    server.process.wait(10)  # type: ignore[union-attr]
    said = server.said()
    assert "begun" in said
    for trace in ("marker", "127.0.0.1", "/live", "GET"):
        assert trace not in said


def test_no_header_tells_what_serves(served: Served) -> None:
    _, headers, _ = _ask(served, "GET", "/")
    assert "server" not in headers


@contextmanager
def _open(server: Served) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        yield client


def _pour(client: socket.socket, size: int) -> None:
    try:
        for _ in range(size // 50_000):
            client.sendall(b"c350\r\n" + b"x" * 50_000 + b"\r\n")
    except (BrokenPipeError, ConnectionResetError):
        pass


def _all(client: socket.socket) -> bytes:
    received = b""
    try:
        while chunk := client.recv(65536):
            received += chunk
    except ConnectionResetError:
        pass
    return received


def _ask(
    server: Served,
    method: str,
    path: str,
    body: bytes | None = None,
    *,
    headers: dict[str, str] | None = None,
    patience: float = 10,
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=patience)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    told = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, told


@contextmanager
def _forty(server: Served, request: bytes) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(40):
            client = stack.enter_context(_open(server))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(request)
        time.sleep(0.3)
        yield


def _timed(server: Served, path: str) -> float:
    start = time.monotonic()
    assert _ask(server, "GET", path)[0] == 200
    return time.monotonic() - start
