"""tests/deploy/standby_test.py: PostgreSQL with a synchronous standby: the primary dies while marks arrive, the standby takes
over, the program follows by itself, and nothing that was acknowledged is lost."""
import atexit
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "system"))

from marks import Marks  # noqa: E402
from program import main, server, verify  # noqa: E402

BIN = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]


class Cluster:
    """A primary and its standby, each in a folder below one; gone when the program ends."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tongke-standby-"))
        self.folder.chmod(0o755)
        atexit.register(self.remove)
        self.password = secrets.token_hex(12)
        (self.folder / "password").write_text(self.password + "\n")
        self.ports = {"primary": server.free_port(), "standby": server.free_port()}
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
            shutil.chown(self.folder / "password", "postgres")
        self.run("initdb", "-D", self.folder / "primary", "-U", "postgres", "--auth=scram-sha-256", "--locale=C.UTF-8",
                 "--encoding=UTF8", f"--pwfile={self.folder / 'password'}", "--no-instructions", "--no-sync")
        self.start("primary")

    def run(self, name, *words):
        command = [BIN / name, *words] if name != "psql" else ["psql", *words]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", "env", f"PGPASSWORD={self.password}", *command]
        done = subprocess.run([str(w) for w in command], cwd="/", capture_output=True, text=True, check=False, timeout=120,
                              env={**os.environ, "PGPASSWORD": self.password})
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, which):
        # the server keeps its standard output open: it goes to the log, not into our pipe
        settings = f"-c port={self.ports[which]} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} " \
                   "-c max_connections=100 -c shared_buffers=64MB"
        self.run("pg_ctl", "-D", self.folder / which, "-l", self.folder / f"{which}.log", "-w", "-t", "60", "-o", settings, "start")

    def url(self, *which, database="postgres", more=""):
        hosts = ",".join(f"127.0.0.1:{self.ports[w]}" for w in which)
        return f"postgresql://postgres:{self.password}@{hosts}/{database}{more}"

    def sql(self, which, text):
        return self.run("psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url(which), "-c", text).strip()

    def add_standby(self):
        self.run("pg_basebackup", "-D", self.folder / "standby", "-d", self.url("primary"), "-R", "-X", "stream", "-c", "fast",
                 "--no-sync")
        self.start("standby")
        # on the primary alone: the standby, once promoted, has nobody to wait for
        self.sql("primary", "ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.sql("primary", "SELECT pg_reload_conf()")
        deadline = time.monotonic() + 60
        while self.sql("primary", "SELECT sync_state FROM pg_stat_replication") != "sync":
            assert time.monotonic() < deadline, "the standby does not follow"
            time.sleep(0.1)

    def kill_primary(self):
        """As a machine that goes away: no process of it says goodbye."""
        postmaster = int((self.folder / "primary/postmaster.pid").read_text().split()[0])
        children = subprocess.run(["pgrep", "-P", str(postmaster)], capture_output=True, text=True, check=False).stdout.split()
        for pid in (postmaster, *map(int, children)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def promote(self):
        self.run("pg_ctl", "-D", self.folder / "standby", "-w", "-t", "60", "promote")

    def remove(self):
        for which in ("primary", "standby"):
            try:
                self.run("pg_ctl", "-D", self.folder / which, "-m", "immediate", "-w", "stop")
            except AssertionError:
                pass  # it is not there, or dead already
        shutil.rmtree(self.folder, ignore_errors=True)


def a_standby_takes_over_and_nothing_acknowledged_is_lost(program, city):
    data, url = city.copy()
    database = url.rsplit("/", 1)[1]
    cluster.add_standby()
    both = cluster.url("primary", "standby", database=database, more="?target_session_attrs=read-write")
    running = server.Server(program, data, both)
    marks = Marks([running.address], data)
    marks.start()
    marks.wait_for(150)
    cluster.kill_primary()
    died = time.monotonic()
    cluster.promote()
    marks.wait_for(100)
    back = time.monotonic() - died
    marks.stop()
    kept = marks.check(running.address)
    print(f"{marks.last} marks acknowledged, {marks.refused} refused or unsure; writing again {back:.1f} s after the primary died")
    assert kept > 10, "too few marks to tell"
    problem = running.stop() or verify(program, data, cluster.url("standby", database=database))
    assert problem is None, problem
    city.databases.clear()  # they went with the primary


cluster = Cluster()
os.environ["TONGKE_TEST_PG"] = cluster.url("primary")
main(a_standby_takes_over_and_nothing_acknowledged_is_lost, only="PostgreSQL", people=60)
