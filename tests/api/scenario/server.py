"""tests/api/scenario/server.py: the demo city made once, a copy and a running `tongke serve` for each scenario file."""
import hashlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.parse

from . import client

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
START_SECONDS = 60
STOP_SECONDS = 30


class ServerFailed(Exception):
    pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def run_program(command, log):
    with open(log, "ab") as out:
        status = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False).returncode
    if status != 0:
        raise ServerFailed(f"{' '.join(map(str, command))} ended with {status}:\n{tail(log)}")


def tail(path, size=6000):
    return pathlib.Path(path).read_text("utf-8", "replace")[-size:]


class Film:
    """Drawing the demo lecture takes ten seconds of a core; it is drawn once for each state of the source that draws it."""

    def __init__(self, data):
        source = (ROOT / "src/app/media_lecture.c").read_bytes()
        self.kept = ROOT / "build" / f"lecture-{hashlib.sha256(source).hexdigest()[:12]}.mp4"
        self.place = data / "media" / "lecture.mp4"

    def lend(self):
        if self.kept.exists():
            self.place.parent.mkdir(parents=True)
            shutil.copyfile(self.kept, self.place)

    def keep(self):
        if self.place.exists() and self.kept.parent.is_dir() and not self.kept.exists():
            part = self.kept.with_suffix(f".{os.getpid()}")
            shutil.copyfile(self.place, part)
            part.replace(self.kept)


class City:
    """The demo city on one of the two databases. copy() gives a data directory and a database URL (None: SQLite)."""

    def __init__(self, program, work, admin_url, people, seed):
        self.program, self.work, self.admin_url = program, pathlib.Path(work), admin_url
        self.made = 0
        self.lock = threading.Lock()
        self.name = f"tongke_city_{os.getpid()}"
        self.data = self.work / "city"
        self.databases = []
        self.url = None
        self.size = ["--people", str(people), "--seed", str(seed)]

    def make(self):
        self.url = self.create_database(self.name) if self.admin_url else None
        film = Film(self.data)
        film.lend()
        run_program([self.program, "demo", "--data", self.data, *self.db_option(self.url), *self.size],
                    self.work / "demo.log")
        film.keep()

    @staticmethod
    def db_option(url):
        return ["--db", url] if url else []

    def create_database(self, name, template=None):
        sql = f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else "")
        with self.lock:  # a template may have no other user
            self.psql(sql)
            self.databases.append(name)
        return urllib.parse.urlsplit(self.admin_url)._replace(path="/" + name).geturl()

    def psql(self, sql):
        done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.admin_url, "-c", sql],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise ServerFailed(f"psql: {done.stderr.strip()}")

    def copy(self):
        with self.lock:
            self.made += 1
            number = self.made
        data = self.work / f"data-{number}"
        shutil.copytree(self.data, data)
        return data, self.create_database(f"{self.name}_{number}", self.name) if self.url else None

    def remove(self):
        for name in reversed(self.databases):
            try:
                self.psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            except ServerFailed as problem:
                print(problem)
        self.databases = []


class Server:
    running = []  # all that were started, so that a test that fails half-way leaves none behind

    @classmethod
    def kill_all(cls):
        for server in cls.running:
            if server.process.poll() is None:
                server.process.kill()
                server.process.wait()
        cls.running.clear()

    def __init__(self, program, data, url, more=(), log=None):
        self.address = ("127.0.0.1", free_port())
        self.log = log or pathlib.Path(data).with_suffix(".log")
        command = [program, "serve", "--data", data, *City.db_option(url), "--listen", "%s:%d" % self.address, *more]
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        Server.running.append(self)
        self.wait_until_ready()

    def wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise ServerFailed(f"the server ended at once with {self.process.returncode}:\n{tail(self.log)}")
            try:
                if client.request(self.address, "GET", "/healthz", [], None, timeout=5).status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.01)
        self.process.kill()
        raise ServerFailed(f"no answer on /healthz within {START_SECONDS} s:\n{tail(self.log)}")

    def stop(self):
        """None when it went well, else what went wrong: a leak, a crash, a stop that takes too long."""
        ended_before = self.process.poll()
        if ended_before is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return f"the server did not stop within {STOP_SECONDS} s:\n{tail(self.log)}"
        if ended_before is not None or status != 0:
            return f"the server ended with {status}:\n{tail(self.log)}"
        return None
