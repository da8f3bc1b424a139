"""tests/system/plan_test.py: Ctrl-C while `tongke plan solve` runs: the best answer so far, with its certificate; and
constraints of a small district, kept by CBC and checked by the program that has none.

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


DISTRICT = {
    "units.csv": "unit,cap\n办公室,1\n民政科,2\n",
    "offers.csv": "offer,seats_min,seats_max,weeks\n甲班,2,3,1-2\n乙班,0,2,2-3\n",
    "people.csv": "person,unit,urgency\n安,办公室,900\n白,办公室,800\n陈,民政科,700\n丁,民政科,600\n",
    "arcs.csv": "person,offer,fit\n安,甲班,10\n安,乙班,50\n白,甲班,20\n白,乙班,5\n陈,甲班,30\n陈,乙班,40\n丁,甲班,15\n丁,乙班,90\n",
}
CONSTRAINTS = ("constraint,kind,person,offer,n\n不同班,apart,陈,,\n不同班,,丁,,\n"
               "至少一名女学员,at_least,白,甲班,1\n至少一名女学员,,陈,,\n")


def cbc_keeps_constraints_and_the_checker_sees_where_they_are_broken(program, folder):
    with_cbc = pathlib.Path(program).parent / "tests" / "plan_with_cbc"
    for name, text in DISTRICT.items():
        (folder / name).write_text(text, "utf-8")
    constraints, own, cbc = folder / "constraints.csv", folder / "own", folder / "cbc"
    constraints.write_text(CONSTRAINTS, "utf-8")
    plan(program, "solve", folder, "--weekly", "--quiet", "--out", own)
    assert "不同班" in plan(program, "check", folder, own, "--constraints", constraints, status=1)
    plan(program, "solve", folder, "--constraints", constraints, status=2)  # our own solver knows none
    said = plan(with_cbc, "solve", folder, "--weekly", "--quiet", "--backend", "cbc", "--constraints", constraints, "--out", cbc)
    assert "CBC's own bound" in said and "its word" in said, said
    plan(program, "check", folder, cbc, "--constraints", constraints)
    reasons = plan(program, "explain", folder, cbc, "--csv").splitlines()
    assert len(reasons) == 5 and ",seated," in "".join(reasons), reasons
    constraints.write_text(CONSTRAINTS.replace("白,甲班,1", "戊,甲班,1"), "utf-8")
    plan(with_cbc, "solve", folder, "--quiet", "--backend", "cbc", "--constraints", constraints, status=2)
    constraints.write_text("constraint,kind,person,offer,n\n全去,at_least,安,,2\n全去,,白,,\n", "utf-8")  # one desk must stay manned
    plan(with_cbc, "solve", folder, "--weekly", "--quiet", "--backend", "cbc", "--constraints", constraints, status=1)


def main(program):
    tests = [(a_stopped_solver_gives_the_best_answer_so_far_with_its_certificate, []),
             (a_stopped_solver_gives_the_best_answer_so_far_with_its_certificate, ["--weekly"]),
             (cbc_keeps_constraints_and_the_checker_sees_where_they_are_broken, [])]
    failed = 0
    for test, options in tests:
        with tempfile.TemporaryDirectory(prefix="tongke-plan-") as folder:
            try:
                test(program, pathlib.Path(folder), *options)
            except Exception:  # a test must not end the others
                failed += 1
                traceback.print_exc(file=sys.stdout)
    print(f"{len(tests) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main(sys.argv[1]))
