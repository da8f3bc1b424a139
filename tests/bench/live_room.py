"""tests/bench/live_room.py: serves a demo city with an open lesson for `./dev bench live`, until it is told to stop.

usage: live_room.py WORK PEOPLE. Prints "port PORT pid PID session SESSION"; WORK/cookies has a learner's Cookie header a line.
"""
import os
import pathlib
import resource
import signal
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/system"))

from lesson import Lesson  # noqa: E402
from program import server  # noqa: E402

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))


def main():
    work, people = sys.argv[1], int(sys.argv[2])
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    city = server.City(BUILD / "tongke", work, None, people + 1000, 1)
    city.make()
    running = server.Server(BUILD / "tongke", city.data, None)
    lesson = Lesson(running, city.data, None)
    lesson.open(source="none")
    cookies = lesson.learners(people)
    # again from the start: what signing in took for a moment is no part of an idle program
    running.stop()
    running = server.Server(BUILD / "tongke", city.data, None)
    pathlib.Path(work, "cookies").write_text("\n".join(cookies) + "\n")
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    print(f"port {running.address[1]} pid {running.process.pid} session {lesson.session}", flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    running.stop()


main()
