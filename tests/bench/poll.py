#!/usr/bin/env python3
"""tests/bench/poll.py: a poll that thousands answer within seconds, each answer durable; `./dev bench poll [--json FILE]`.

A demo city is made in a temporary directory and served. As many learners as asked for (10,000) join the live room, the
teacher opens a poll, everybody answers at a moment of their own within ten seconds, and the tally is compared with what
was acknowledged. Meanwhile somebody reads a page over HTTP. The yardstick is the target: none lost, and a server that
answers throughout; BigBlueButton fell at 591 people (issue #8295).
"""
import argparse
import json
import os
import pathlib
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
from program import server  # noqa: E402

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
SECONDS = 10


class Prober(threading.Thread):
    """Reads the room's state over HTTP, again and again: how long does it take while thousands answer? And what memory do
    they take? The last look is half a second old when they leave."""

    def __init__(self, lesson, pid):
        super().__init__(daemon=True)
        self.lesson, self.pid, self.took, self.memory, self.stop = lesson, pid, [], [], threading.Event()

    def run(self):
        while not self.stop.wait(0.05):
            began = time.monotonic()
            assert self.lesson.teacher.ask("GET", f"/api/v1/sessions/{self.lesson.session}/live").status == 200
            self.took.append((time.monotonic() - began) * 1000)
            self.memory.append(resident_bytes(self.pid))


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def measure(work, people):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    people = min(people, hard - 200)
    city = server.City(BUILD / "tongke", work, None, people + 1000, 1)
    city.make()
    running = server.Server(BUILD / "tongke", city.data, None)
    lesson = Lesson(running, city.data, None)
    lesson.open(source="none")
    cookies = [cookie_of(lesson.teacher), *lesson.learners(people)]
    file = pathlib.Path(work, "cookies")
    file.write_text("\n".join(cookies) + "\n")
    prober = Prober(lesson, running.process.pid)
    before, idle = processor_seconds(running.process.pid), resident_bytes(running.process.pid)
    prober.start()
    done = subprocess.run([BUILD / "tests/crowd", f"http://127.0.0.1:{running.address[1]}", lesson.session, file, str(SECONDS)],
                          capture_output=True, text=True, check=False)
    prober.stop.set()
    prober.join()
    used, grown = processor_seconds(running.process.pid) - before, prober.memory[-10] - idle
    if not done.stdout:
        sys.exit(f"crowd: {done.stderr}")
    seen = json.loads(done.stdout)
    poll = lesson.teacher.ask("GET", f"/api/v1/sessions/{lesson.session}/live/polls").json()["items"][0]
    running.stop()
    if done.returncode != 0:
        print(done.stderr, file=sys.stderr)
    print(f"  {seen}, tally {poll['counts']}, server used {used:.1f} s of processor", file=sys.stderr)
    return figures(seen, poll, sorted(prober.took), used, grown)


def figures(seen, poll, took, used, grown):
    answered = seen["answered"]
    values = [
        ("live_poll_people", seen["joined"], "people", None),
        ("live_poll_join_s", seen["join_s"], "s", None),
        ("live_poll_lost", answered - poll["total"] + abs(answered - sum(poll["counts"])), "answers", 0),
        ("live_poll_all_kept_s", seen["all_kept_s"], "s", SECONDS),
        ("live_poll_ack_p99_ms", seen["ack_p99_ms"], "ms", None),
        ("live_poll_http_p99_ms", took[len(took) * 99 // 100] if took else 0, "ms", None),
        ("live_poll_processor_s", used, "s", None),
        ("live_room_bytes_per_person", grown / max(1, seen["joined"]), "bytes", None),
    ]
    return [{"name": name, "value": round(value, 2), "unit": unit, "peer": peer,
             "ratio": round(value / peer, 3) if peer else None} for name, value, unit, peer in values]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json")
    parser.add_argument("--people", type=int, default=10000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongke-poll-") as work:
        result = measure(work, options.people)
    for figure in result:
        print(f"{figure['name']:30} {figure['value']:>12} {figure['unit']}")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(result, indent=1) + "\n")
    lost = next(f["value"] for f in result if f["name"] == "live_poll_lost")
    sys.exit(lost != 0)


if __name__ == "__main__":
    main()
