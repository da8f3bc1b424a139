"""tests/api/scenario/parse.py: reads a .http file into scenarios, steps and checks. tests/api/README.md tells the form."""
import re
from dataclasses import dataclass, field

METHOD = re.compile(r"^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (/\S*)$")
SOCKET = re.compile(r"^WS (/\S*) as (\w+)$")
SEND = re.compile(r"^SEND (\w+) (.+)$")
CLOSE = re.compile(r"^CLOSE (\w+)$")
NUMBERED = {"within", "repeat"}


class BadScenario(Exception):
    """The file itself is wrong; the message names the line."""


@dataclass
class Check:
    line: int
    text: str


@dataclass
class Step:
    line: int
    kind: str  # request, open, send, close, set
    user: str  # "" nobody; "name" or "name password"
    method: str = ""
    target: str = ""  # path, or a socket's name
    body: str = ""
    options: dict = field(default_factory=dict)  # header: [(name, value)], body, charset, within, repeat
    checks: list = field(default_factory=list)


@dataclass
class Scenario:
    path: str
    line: int
    title: str
    steps: list = field(default_factory=list)


class Parser:
    """One pass over the lines; `self.step` is the step whose body and checks are being read."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.scenarios = []
        self.user = ""
        self.options = {}
        self.step = None
        self.in_title = False

    def parse(self):
        for number, line in enumerate(self.text.splitlines(), 1):
            self.read_line(number, line.rstrip())
        for scenario in self.scenarios:
            for step in scenario.steps:
                step.body = step.body.strip("\n")
        return self.scenarios

    def fail(self, number, why):
        raise BadScenario(f"{self.path}:{number}: {why}")

    def read_line(self, number, line):
        if line.startswith("#"):
            self.read_title(number, line)
            return
        self.in_title = False
        if line.startswith("=>"):
            self.read_check(number, line)
        elif self.in_body():
            self.step.body += line + "\n"
        elif line.startswith("@"):
            self.read_option(number, line)
        elif line:
            self.read_step(number, line)

    def in_body(self):
        return self.step is not None and self.step.kind == "request" and not self.step.checks

    def read_title(self, number, line):
        """A paragraph of # lines opens a scenario; its first line is the title, the others explain."""
        if self.in_title:
            return
        if self.step is not None and not self.step.checks and self.step.kind in ("request", "open"):
            self.fail(self.step.line, "this step has no check (=>)")
        self.in_title = True
        self.step = None
        self.scenarios.append(Scenario(self.path, number, line.lstrip("# ").strip()))

    def read_check(self, number, line):
        if self.step is None:
            self.fail(number, "a check without a step before it")
        self.step.checks.append(Check(number, line[2:].strip()))

    def read_option(self, number, line):
        self.step = None
        name, _, value = line[1:].partition(" ")
        value = value.strip()
        if name in ("as", "anonymous", "visitor"):
            # A visitor keeps cookies without having signed in; "anonymous" keeps nothing.
            self.user = {"as": value, "anonymous": "", "visitor": "?" + value}[name]
        elif name == "header":
            key, _, text = value.partition(":")
            self.options.setdefault("header", []).append((key.strip(), text.strip()))
        elif name == "set":
            key, _, text = value.partition("=")
            self.add(Step(number, "set", self.user, target=key.strip(), body=text.strip()))
            self.step = None
        elif name in NUMBERED:
            self.options[name] = float(value.rstrip("s"))
        elif name in ("body", "charset"):
            self.options[name] = value
        else:
            self.fail(number, f"no option @{name}")

    def read_step(self, number, line):
        if found := METHOD.match(line):
            self.add(Step(number, "request", self.user, found[1], found[2]))
        elif found := SOCKET.match(line):
            self.add(Step(number, "open", self.user, found[1], found[2]))
        elif found := SEND.match(line):
            self.add(Step(number, "send", self.user, target=found[1], body=found[2]))
        elif found := CLOSE.match(line):
            self.add(Step(number, "close", self.user, target=found[1]))
        else:
            self.fail(number, f"not a step: {line[:60]}")

    def add(self, step):
        if not self.scenarios:
            self.fail(step.line, "a scenario begins with a line “# what it shows”")
        step.options = self.options
        self.options = {}
        self.step = step
        self.scenarios[-1].steps.append(step)


def parse(path, text):
    return Parser(path, text).parse()
