"""tests/api/scenario/client.py: what a browser would do: cookies, the CSRF token, WebSockets. Standard library only."""
import base64
import http.client
import json
import os
import socket
import struct
import time


class Secure(tuple):
    """(host, port) reached over TLS with the ssl context in `tls`."""

    tls = None


class Reply:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers  # [(lower-case name, value)]
        self.body = body

    def header(self, name):
        """All values of one header joined, None without it."""
        values = [v for k, v in self.headers if k == name.lower()]
        return ", ".join(values) if values else None

    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body) if self.body else None


class Jar:
    """The cookies and the CSRF token of one person."""

    def __init__(self):
        self.cookies = {}
        self.csrf = None

    def headers(self, method):
        found = []
        if self.cookies:
            found.append(("Cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items())))
        if self.csrf and method not in ("GET", "HEAD", "OPTIONS"):
            found.append(("X-CSRF-Token", self.csrf))
        return found

    def learn(self, reply):
        for name, value in reply.headers:
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key.strip()] = rest.split(";")[0]
        if (reply.header("content-type") or "").startswith("application/json"):
            body = reply.json()
            if isinstance(body, dict) and isinstance(body.get("csrf"), str):
                self.csrf = body["csrf"]


def request(address, method, target, headers, body, jar=None, timeout=60):
    sent = list(headers)
    names = {k.lower() for k, _ in sent}
    sent += [(k, v) for k, v in (jar.headers(method) if jar else []) if k.lower() not in names]
    tls = getattr(address, "tls", None)
    connection = http.client.HTTPSConnection(*address, timeout=timeout, context=tls) if tls else \
        http.client.HTTPConnection(*address, timeout=timeout)
    try:
        connection.putrequest(method, target.encode().decode("latin-1"), skip_accept_encoding=True)
        for name, value in sent:
            connection.putheader(name, value.encode())
        if body is not None or method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(body or b"")))
        connection.endheaders(body or None)
        answer = connection.getresponse()
        reply = Reply(answer.status, [(k.lower(), v) for k, v in answer.getheaders()], answer.read())
    finally:
        connection.close()
    if jar is not None:
        jar.learn(reply)
    return reply


class Socket:
    """A WebSocket client, text messages only."""

    def __init__(self, address, target, headers):
        self.connection = socket.create_connection(address, timeout=20)
        tls = getattr(address, "tls", None)
        if tls:
            self.connection = tls.wrap_socket(self.connection, server_hostname=address[0])
        origin = f"http{'s' if tls else ''}://{address[0]}:{address[1]}"
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {target} HTTP/1.1", f"Host: {address[0]}:{address[1]}", f"Origin: {origin}",
                 "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}"]
        lines += [f"{k}: {v}" for k, v in headers]
        self.connection.sendall("\r\n".join(lines + ["", ""]).encode())
        self.buffer = b""
        head = self.read_head()
        self.status = int(head.split(b" ", 2)[1])
        self.head = head.decode("latin-1")
        self.close_code = None

    def read_head(self):
        while b"\r\n\r\n" not in self.buffer:
            data = self.connection.recv(65536)
            if not data:
                raise ConnectionError("the server closed during the handshake")
            self.buffer += data
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        return head

    def exactly(self, count):
        while len(self.buffer) < count:
            data = self.connection.recv(65536)
            if not data:
                raise ConnectionError("the server closed the connection")
            self.buffer += data
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def frame(self):
        first, second = self.exactly(2)
        size = second & 127
        if size == 126:
            size = struct.unpack(">H", self.exactly(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self.exactly(8))[0]
        return first & 15, self.exactly(size)

    def message(self, deadline):
        """The next JSON message; answers pings meanwhile. None when the server has closed."""
        while True:
            self.connection.settimeout(max(0.001, deadline - time.monotonic()))
            kind, data = self.frame()
            if kind == 1:
                return json.loads(data)
            if kind == 8:
                self.close_code = struct.unpack(">H", data[:2])[0] if len(data) >= 2 else 1005
                return None
            if kind == 9:
                self.write(10, data)

    def write(self, kind, data):
        mask = os.urandom(4)
        size = len(data)
        head = bytes([0x80 | kind])
        head += bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack(">H", size) if size < 65536 \
            else b"\xff" + struct.pack(">Q", size)
        self.connection.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    def send(self, text):
        self.write(1, text.encode())

    def close(self):
        try:
            self.write(8, struct.pack(">H", 1000))
        except OSError:
            pass
        self.connection.close()
