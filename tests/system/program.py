"""tests/system/program.py: the whole program under test: a small demo city, a server on it, people who sign in.

A test is a function whose name is a sentence; main() runs all of a file and closes with "N passed, N failed". Each test
gets a City of its own kind: SQLite, and PostgreSQL when TONGKE_TEST_PG names a server.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/api"))

from scenario import client, server  # noqa: E402

PASSWORD = "tongke-demo-2026"


class Person:
    """Somebody signed in at a running server."""

    def __init__(self, address, login):
        self.address, self.jar = address, client.Jar()
        reply = self.ask("POST", "/api/v1/session", {"login": login, "password": PASSWORD})
        assert reply.status in (200, 201), f"{login} cannot sign in: {reply.status} {reply.text()}"

    def ask(self, method, target, body=None, headers=(), timeout=30):
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        sent = [*headers, ("Content-Type", "application/json")] if data else list(headers)
        return client.request(self.address, method, target, sent, data, self.jar, timeout)


def verify(program, data, url):
    """`tongke verify` over everything; returns what it said when it is not content."""
    done = subprocess.run([program, "verify", "--data", str(data), *server.City.db_option(url)], capture_output=True,
                          text=True, check=False)
    return None if done.returncode == 0 else f"verify ended with {done.returncode}:\n{done.stdout}{done.stderr}"


def kinds():
    """(name, admin URL or None) of each database to test on."""
    found = [("SQLite", None)]
    if os.environ.get("TONGKE_TEST_PG"):
        found.append(("PostgreSQL", os.environ["TONGKE_TEST_PG"]))
    return found


def run_one(test, program, kind, admin_url, work, people):
    city = server.City(program, work, admin_url, people, 7)
    try:
        city.make()
        test(program, city)
        return True
    except Exception as problem:  # a test must not end the others
        print(f"FAILED {test.__name__} on {kind}")
        if isinstance(problem, AssertionError):
            print(problem)
        else:
            traceback.print_exc(file=sys.stdout)
        return False
    finally:
        server.Server.kill_all()
        city.remove()


def main(*tests, base=None, only=None, people=300):
    """`base`: where the cities lie; `only`: the one kind of database that the tests are about; `people`: of each city."""
    program = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/tongke").resolve())
    passed = failed = 0
    for kind, admin_url in kinds():
        if only and kind != only:
            continue
        for test in tests:
            work = pathlib.Path(tempfile.mkdtemp(prefix="tongke-system-", dir=base))
            if run_one(test, program, kind, admin_url, work, people):
                passed += 1
                print(f"{test.__name__} on {kind}")
            else:
                failed += 1
            shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)
