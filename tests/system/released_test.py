"""tests/system/released_test.py: a database of every released schema (tests/released) is brought to the present one, with data."""
import lzma
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import traceback
import urllib.parse

from program import ROOT, Person, server, verify

KEPT = ("ledger_entry", "ledger_head", "person", "person_rank", "org", "enrolment", "roll_mark", "session", "account")


def psql(url, text, *words):
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, *words], input=text,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def counts(data, url):
    """Rows of the tables that no migration may touch, and of the steps that were applied."""
    text = " UNION ALL ".join(f"SELECT '{t}', COUNT(*) FROM {t}" for t in (*KEPT, "schema_step"))
    if not url:
        with sqlite3.connect(data / "tongke.db") as db:
            return dict(db.execute(text).fetchall())
    return {name: int(n) for name, n in (line.split("|") for line in psql(url, text + ";").splitlines())}


def old_city(folder, data, admin_url):
    data.mkdir()
    kind = "postgres" if admin_url else "sqlite"
    shutil.copyfile(folder / f"{kind}.key", data / "secret.key")
    if not admin_url:
        (data / "tongke.db").write_bytes(lzma.open(folder / "sqlite.db.xz").read())
        return None
    name = f"tongke_old_{os.getpid()}"
    psql(admin_url, f'CREATE DATABASE "{name}"')
    url = urllib.parse.urlsplit(admin_url)._replace(path="/" + name).geturl()
    psql(url, lzma.open(folder / "postgres.sql.xz").read().decode())
    return url


def bring_to_the_present(program, data, url):
    before = counts(data, url)
    problem = verify(program, data, url)  # migrates first, as every command does
    assert problem is None, problem
    after = counts(data, url)
    assert after["schema_step"] > before["schema_step"], "there was nothing to migrate"
    for table in KEPT:
        assert after[table] == before[table] > 0, f"{table}: {before[table]} rows became {after[table]}"
    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    for path in ("/orgs", "/people", "/classes"):
        assert office.ask("GET", f"/api/v1{path}?limit=5").json()["items"], f"{path} is empty"
    problem = running.stop() or verify(program, data, url)
    assert problem is None, problem


def a_database_of_a_released_version_comes_to_the_present(program, folder, admin_url):
    work = pathlib.Path(tempfile.mkdtemp(prefix="tongke-released-"))
    url = None
    try:
        url = old_city(folder, work / "data", admin_url)
        bring_to_the_present(program, work / "data", url)
        return True
    except Exception:  # the other databases are tried as well
        traceback.print_exc(file=sys.stdout)
        print(f"FAILED released schema {folder.name} on {'PostgreSQL' if admin_url else 'SQLite'}")
        return False
    finally:
        server.Server.kill_all()
        if url:
            psql(admin_url, f'DROP DATABASE "{urllib.parse.urlsplit(url).path[1:]}" WITH (FORCE)')
        shutil.rmtree(work, ignore_errors=True)


program = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/tongke").resolve())
kinds = [None] + ([os.environ["TONGKE_TEST_PG"]] if os.environ.get("TONGKE_TEST_PG") else [])
folders = sorted(p for p in (ROOT / "tests/released").iterdir() if p.is_dir())
results = [a_database_of_a_released_version_comes_to_the_present(program, f, k) for f in folders for k in kinds]
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(not all(results))
