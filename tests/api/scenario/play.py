"""tests/api/scenario/play.py: plays the scenarios of one file against one server."""
import json
import pathlib
import time

from . import check, client
from .check import CheckFailed

PASSWORD = "tongke-demo-2026"
MESSAGE_SECONDS = 10


class Player:
    """State of one file: who has signed in, what was kept, open sockets, the last exchange (for the report)."""

    def __init__(self, address, folder):
        self.address = address
        self.folder = pathlib.Path(folder)
        self.jars = {}
        self.sockets = {}
        self.variables = {"password": PASSWORD}
        self.files = {}  # replies that were kept, to be sent again
        self.reply = None
        self.value = None  # what `json` checks look at
        self.sent = ""

    def close(self):
        for opened in self.sockets.values():
            opened.close()

    def play(self, scenario):
        """None, or the text of the first failure."""
        for step in scenario.steps:
            self.reply, self.value, self.sent, line = None, None, "", step.line
            try:
                line = self.play_step(step)
            except (CheckFailed, OSError, ValueError) as problem:
                line = getattr(problem, "line", line)
                return f"{scenario.path}:{line}: {problem}\n{self.exchange()}"
        return None

    def play_step(self, step):
        deadline = time.monotonic() + step.options.get("within", 0)
        while True:
            try:
                self.act(step)
                for one in step.checks:
                    self.check(one)
                return step.line
            except CheckFailed:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(0.05)

    def act(self, step):
        if step.kind == "set":
            self.variables[step.target] = check.fill(step.body, self.variables)
        elif step.kind == "request":
            for _ in range(int(step.options.get("repeat", 1))):
                self.request(step)
        elif step.kind == "open":
            self.open(step)
        else:
            self.socket_step(step)

    def jar(self, user):
        """Signs in at the first use of a name."""
        if not user:
            return None
        if user not in self.jars:
            self.jars[user] = client.Jar()
            if not user.startswith("?"):
                self.sign_in(user, self.jars[user])
        return self.jars[user]

    def sign_in(self, user, jar):
        login, _, password = check.fill(user, self.variables).partition(" ")
        body = json.dumps({"login": login, "password": password.strip() or PASSWORD}).encode()
        reply = client.request(self.address, "POST", "/api/v1/session", [("Content-Type", "application/json")], body, jar)
        if reply.status not in (200, 201):
            del self.jars[user]
            self.reply, self.sent = reply, f"POST /api/v1/session as {login}"
            raise CheckFailed(f"{login} cannot sign in ({reply.status})")

    def body_of(self, step):
        if step.options.get("body", "").startswith("kept "):
            data = self.files[step.options["body"].removeprefix("kept ")]
        elif "body" in step.options:
            data = (self.folder / step.options["body"]).read_bytes()
        elif step.body:
            data = check.fill(step.body, self.variables).encode(step.options.get("charset", "utf-8"))
        else:
            data = None
        return data

    def request(self, step):
        jar = self.jar(step.user)
        target = check.fill(step.target, self.variables)
        body = self.body_of(step)
        headers = [(k, check.fill(v, self.variables)) for k, v in step.options.get("header", [])]
        if body and not any(k.lower() == "content-type" for k, _ in headers):
            headers.append(("Content-Type", "application/json"))
        self.sent = "\n".join([f"{step.method} {target}  ({step.user or 'anonymous'})"] + [f"{k}: {v}" for k, v in headers]
                              + ([body.decode("utf-8", "replace")[:2000]] if body else []))
        self.reply = client.request(self.address, step.method, client_target(target), headers, body, jar)
        kind = self.reply.header("content-type") or ""
        self.value = self.reply.json() if "json" in kind and self.reply.body else None

    def open(self, step):
        jar = self.jar(step.user)
        target = check.fill(step.method, self.variables)
        self.sent = f"WS {target}  ({step.user or 'anonymous'})"
        opened = client.Socket(self.address, client_target(target), jar.headers("GET") if jar else [])
        if old := self.sockets.pop(step.target, None):
            old.close()
        self.reply = client.Reply(opened.status, [], opened.head.encode())
        self.sockets[step.target] = opened

    def socket_step(self, step):
        opened = self.socket(step.target)
        if step.kind == "close":
            opened.close()
            del self.sockets[step.target]
        else:
            text = check.fill(step.body, self.variables)
            self.sent = f"SEND {step.target} {text}"
            opened.send(text)

    def socket(self, name):
        if name not in self.sockets:
            raise CheckFailed(f"no socket {name} is open")
        return self.sockets[name]

    def check(self, one):
        try:
            self.check_text(one.text)
        except CheckFailed as problem:
            failure = CheckFailed(f"=> {one.text}\n    {problem}")
            failure.line = one.line
            raise failure from None

    def check_text(self, text):
        first, _, rest = text.partition(" ")
        second = rest.partition(" ")
        if first.isdigit():
            if self.reply is None or self.reply.status != int(first):
                raise CheckFailed(f"the status is {self.reply.status if self.reply else 'none'}")
        elif first == "json":
            check.compare(rest, lambda path: check.evaluate(self.value, path), self.variables)
        elif first == "header":
            check.compare(rest, self.header, self.variables)
        elif text.startswith("body kept as "):
            self.files[text.removeprefix("body kept as ")] = self.reply.body
        elif first == "body":
            check.compare(text, lambda _: self.reply.text(), self.variables)
        elif second[0] == "gets":
            self.await_message(first, second[2])
        elif second[0] == "closes":
            self.await_close(first, second[2])
        else:
            raise CheckFailed("not a check: it begins with a status, json, header, body, NAME gets or NAME closes")

    def header(self, name):
        value = self.reply.header(name)
        return check.MISSING if value is None else value

    def await_message(self, name, comparison):
        """Waits for a message of which the comparison is true; others are passed over."""
        opened, seen = self.socket(name), []
        deadline = time.monotonic() + MESSAGE_SECONDS
        while True:
            try:
                message = opened.message(deadline)
            except (TimeoutError, ConnectionError) as problem:
                raise CheckFailed(f"{problem}; it got {json.dumps(seen, ensure_ascii=False)[-3000:]}") from None
            if message is None:
                raise CheckFailed(f"closed with {opened.close_code}; it got {json.dumps(seen, ensure_ascii=False)[-3000:]}")
            seen.append(message)
            try:
                check.compare(comparison, lambda path: check.evaluate(message, path), self.variables)
                self.value = message
                return
            except CheckFailed:
                continue

    def await_close(self, name, code):
        opened = self.socket(name)
        deadline = time.monotonic() + MESSAGE_SECONDS
        try:
            while opened.message(deadline) is not None:
                pass
        except (TimeoutError, ConnectionError) as problem:
            raise CheckFailed(str(problem)) from None
        if code and opened.close_code != int(code):
            raise CheckFailed(f"closed with {opened.close_code}")

    def exchange(self):
        lines = ["--- request"] + self.sent.splitlines() + ["--- reply"]
        if self.reply is not None:
            lines += [str(self.reply.status)] + [f"{k}: {v}" for k, v in self.reply.headers]
            lines.append(json.dumps(self.value, ensure_ascii=False, indent=1)[:4000] if self.value is not None
                         else self.reply.text()[:2000])
        return "\n".join("    " + line for text in lines for line in text.splitlines())


def client_target(target):
    """Characters outside ASCII percent-encoded, as a browser sends them; what is encoded already stays."""
    return "".join(c if 32 < ord(c) < 127 else "".join(f"%{b:02X}" for b in c.encode()) for c in target)
