#!/usr/bin/env python3
"""tests/bench/morning.py: a city's morning on one machine, the load included; `./dev bench morning [--json FILE]`.

For five minutes (TONGKE_MORNING_SECONDS) 2,000 people a minute sign in with their passwords, each on a connection of their
own, and look at the pages that come first; class managers mark rolls, the office reads its board, lists and searches; and
2,000 people sit in a live room that says something every second. A request that was due while others were served is late
from the moment it was due. Yardstick: the target, p99 of 100 ms over all requests, and no error.
"""
import argparse
import collections
import concurrent.futures
import http.client
import json
import os
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/system"))

from lesson import Lesson, cookie_of  # noqa: E402
from program import PASSWORD, Person, server  # noqa: E402

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
SECONDS = int(os.environ.get("TONGKE_MORNING_SECONDS", "300"))
PEOPLE, ROOM, SIGN_INS_A_MINUTE, MARKS_A_SECOND, STAFF_A_SECOND = 5000, 2000, 2000, 10, 5
TARGET_MS = 100
HANDS = {"arrive": 96, "mark": 16, "read": 16}  # each kind its own: nobody is late because the measuring program is busy


class Seen:
    """How long each request took, by kind, and what went wrong."""

    def __init__(self):
        self.lock, self.took, self.errors = threading.Lock(), collections.defaultdict(list), []

    def add(self, kind, since, fault=None):
        took = (time.monotonic() - since) * 1000
        with self.lock:
            self.took[kind].append(took)
            if fault:
                self.errors.append(f"{kind}: {fault}")

    def p99(self, kind=None):
        took = sorted(self.took[kind] if kind else [t for all_of in self.took.values() for t in all_of])
        return took[len(took) * 99 // 100] if took else 0.0

    def count(self):
        return sum(len(took) for took in self.took.values())


def ask(seen, kind, connection, since, verb, path, body=None, headers=()):
    """The reply, or None after an error, which is counted."""
    try:
        connection.request(verb, path, body and json.dumps(body), {"Content-Type": "application/json", **dict(headers)})
        reply = connection.getresponse()
        text = reply.read()
        seen.add(kind, since, None if reply.status < 300 else f"{path}: {reply.status} {text[:200]!r}")
        return reply if reply.status < 300 else None
    except OSError as problem:
        seen.add(kind, since, f"{path}: {problem}")
        return None


class Morning:
    def __init__(self, running, lesson, logins):
        self.address, self.lesson, self.logins, self.seen = running.address, lesson, logins, Seen()
        self.manager, self.office = Person(self.address, "manager"), Person(self.address, "office")
        rows = self.manager.ask("GET", f"/api/v1/sessions/{lesson.session}/roll?limit=1000").json()["items"]
        self.on_roll = [row["person_id"] for row in rows]
        self.csrf = self.manager.ask("GET", "/api/v1/session").json()["csrf"]
        self.class_id = json.loads(pathlib.Path(lesson.data, "demo.json").read_text("utf-8"))["class_id"]
        self.lists = ["/board", "/people?q=wang&limit=50", "/people?sort=name&limit=50", "/classes?limit=50", f"/classes/{self.class_id}",
                      f"/classes/{self.class_id}/enrolments?limit=50"]

    def connect(self):
        return http.client.HTTPConnection(*self.address, timeout=30)

    def arrive(self, number, due):
        connection = self.connect()
        body = {"login": self.logins[number % len(self.logins)], "password": PASSWORD}
        reply = ask(self.seen, "sign-in", connection, due, "POST", "/api/v1/session", body)
        if reply:
            cookie = {"Cookie": reply.getheader("Set-Cookie").split(";")[0]}
            for path in ("/", "/api/v1/session", "/api/v1/my/home", "/api/v1/my/classes", "/api/v1/my/notices/unread", "/api/v1/my/ledger/summary"):
                ask(self.seen, "page", connection, time.monotonic(), "GET", path, headers=cookie)
        connection.close()

    def mark(self, number, due):
        marks = [{"person_id": self.on_roll[number % len(self.on_roll)], "state": "present"}]
        headers = {"Cookie": cookie_of(self.manager), "X-CSRF-Token": self.csrf}
        connection = self.connect()
        ask(self.seen, "mark", connection, due, "PUT", f"/api/v1/sessions/{self.lesson.session}/roll", {"marks": marks}, headers)
        connection.close()

    def read(self, number, due):
        connection = self.connect()
        ask(self.seen, "staff", connection, due, "GET", "/api/v1" + self.lists[number % len(self.lists)], headers={"Cookie": cookie_of(self.office)})
        connection.close()

    def due(self, seconds):
        """(seconds from the start, what, number) in order: each kind at its rate, at moments of its own."""
        chance, all_due = random.Random(1), []
        for what, rate in ((self.arrive, SIGN_INS_A_MINUTE / 60), (self.mark, MARKS_A_SECOND), (self.read, STAFF_A_SECOND)):
            all_due += [(chance.uniform(0, seconds), what, i) for i in range(round(rate * seconds))]
        return sorted(all_due, key=lambda one: one[0])

    def run(self, seconds):
        began = time.monotonic()
        hands = {name: concurrent.futures.ThreadPoolExecutor(most) for name, most in HANDS.items()}
        for at, what, number in self.due(seconds):
            time.sleep(max(0.0, began + at - time.monotonic()))
            hands[what.__name__].submit(what, number, began + at)
        for pool in hands.values():
            pool.shutdown()
        return time.monotonic() - began


def memory_mb(pid):
    return int(re.search(r"RssAnon:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


class Memory(threading.Thread):
    """What the program holds, once a second."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.held, self.ended = pid, [], threading.Event()
        self.start()

    def run(self):
        while not self.ended.wait(1):
            self.held.append(memory_mb(self.pid))

    def grown(self):
        """From the fourth part of the time to the last: what grows on and on shows, what a full house takes does not."""
        part = max(1, len(self.held) // 4)
        return max(self.held[-part:], default=0) - max(self.held[part:2 * part], default=0)


def processor_s(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def people_with_passwords(lesson):
    """Everybody who has been given a session for the room gets the demo's password, too."""
    lesson.query("UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE login = 'learner') WHERE login LIKE 'crowd-%'")
    return [row[0] for row in lesson.query("SELECT login FROM account WHERE login LIKE 'crowd-%' ORDER BY id")]


def sit_in_room(running, lesson, cookies, work, seconds):
    """The live room, until the end; its tool sends a message every second."""
    file = pathlib.Path(work, "cookies")
    file.write_text("\n".join(cookies) + "\n")
    return subprocess.Popen([BUILD / "tests/fan", "--clients", str(len(cookies)), "--messages", str(min(seconds, 600)), "--port",
                             str(running.address[1]), "--path", f"/api/v1/sessions/{lesson.session}/live", "--pids",
                             str(running.process.pid), "--cookies", file], stdout=subprocess.PIPE, text=True)


def measure(work, seconds):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    city = server.City(BUILD / "tongke", work, None, PEOPLE, 1)
    city.make()
    running = server.Server(BUILD / "tongke", city.data, None)
    lesson = Lesson(running, city.data, None)
    lesson.open(source="none")
    cookies = lesson.learners(ROOM)
    morning = Morning(running, lesson, people_with_passwords(lesson))
    room = sit_in_room(running, lesson, cookies, work, seconds)
    time.sleep(10)  # they have come
    memory, before = Memory(running.process.pid), processor_s(running.process.pid)
    took = morning.run(seconds)
    used = processor_s(running.process.pid) - before
    memory.ended.set()
    memory.join()
    said = json.loads(room.communicate(timeout=120)[0] or "{}")
    figures = figures_of(morning.seen, memory, took, used, said)
    running.stop()
    for problem, times in collections.Counter(morning.seen.errors).most_common(10):
        print(f"  {times} × {problem}", file=sys.stderr)
    return figures


def figures_of(seen, memory, took, used, said):
    errors = len(seen.errors) + said.get("lost", ROOM)
    values = [("morning_p99_ms", seen.p99(), "ms", TARGET_MS), ("morning_errors", errors, "requests", None),
              ("morning_requests", seen.count(), "requests", None), ("morning_memory_grown_mb", memory.grown(), "MB", None),
              ("morning_memory_mb", max(memory.held, default=0), "MB", None), ("morning_processor_s_per_s", used / took, "s", None),
              ("morning_live_max_ms", said.get("max_ms", 0), "ms", None)]
    values += [(f"morning_{kind.replace('-', '_')}_p99_ms", seen.p99(kind), "ms", None) for kind in sorted(seen.took)]
    return [{"name": name, "value": round(value, 2), "unit": unit, "peer": f"{peer} (target)" if peer else None,
             "ratio": round(value / peer, 2) if peer else None} for name, value, unit, peer in values]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json")
    parser.add_argument("--seconds", type=int, default=SECONDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongke-morning-") as work:
        result = measure(work, options.seconds)
    for figure in result:
        print(f"{figure['name']:30} {figure['value']:>12} {figure['unit']}")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(result, indent=1) + "\n")


main()
