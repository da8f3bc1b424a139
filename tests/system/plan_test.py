"""tests/system/plan_test.py: Ctrl-C while `tongke plan solve` runs: the best answer so far, with its certificate.

The pipe of the progress lines is all but full: the second line waits until somebody reads, so the signal comes while the
solver is at work, however fast or slow the machine is.
"""
import array
import fcntl
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import termios
import time
import traceback

PIPE_BYTES = 4096
ROOM_BYTES = 24  # for one line of progress, not for two
SET_PIPE_SIZE = 1031  # fcntl.F_SETPIPE_SZ
WAIT_S = 120
STOPPED = 130


def waiting(pipe):
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


def plan(program, *words, status=0):
    done = subprocess.run([program, "plan", *map(str, words)], capture_output=True, text=True, timeout=WAIT_S, check=False)
    assert done.returncode == status, f"plan {words[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


def solve_until_first_line(program, city, answer, *options):
    reader, writer = os.pipe()
    fcntl.fcntl(writer, SET_PIPE_SIZE, PIPE_BYTES)
    padding = PIPE_BYTES - ROOM_BYTES
    os.write(writer, b"." * padding)
    with subprocess.Popen([program, "plan", "solve", city, "--json", "--out", answer, *options], stdout=subprocess.PIPE,
                          stderr=writer, text=True) as solver:
        os.close(writer)
        end = time.monotonic() + WAIT_S
        while waiting(reader) <= padding:
            assert time.monotonic() < end and solver.poll() is None, "no line of progress"
            time.sleep(0.01)
        solver.send_signal(signal.SIGINT)
        with os.fdopen(reader, "rb") as rest:
            lines = rest.read()[padding:].decode().splitlines()
        return solver.wait(WAIT_S), json.loads(solver.stdout.read()), lines


def a_stopped_solver_gives_the_best_answer_so_far_with_its_certificate(program, folder, *options):
    city, answer = folder / "city.plan", folder / "city.answer"
    plan(program, "generate", 2000, 1, city)
    status, figures, lines = solve_until_first_line(program, city, answer, *options)
    assert "%" in lines[0], lines[:3]
    assert status == STOPPED and figures["stopped"], (status, figures)
    assert figures["bound"] <= figures["objective"], figures
    plan(program, "check", city, answer)
    whole = json.loads(plan(program, "solve", city, "--json", "--quiet", "--out", answer, *options))
    assert not whole["stopped"] and whole["bound"] <= figures["objective"], (whole, figures)


def main(program):
    failed = 0
    for options in ([], ["--weekly"]):
        with tempfile.TemporaryDirectory(prefix="tongke-plan-") as folder:
            try:
                a_stopped_solver_gives_the_best_answer_so_far_with_its_certificate(program, pathlib.Path(folder), *options)
            except Exception:  # a test must not end the others
                failed += 1
                traceback.print_exc(file=sys.stdout)
    print(f"{2 - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main(sys.argv[1]))
