"""tests/system/lesson.py: what the tests of the live room share: the demo lesson, many people in it, their sockets."""
import hashlib
import json
import pathlib
import secrets
import sqlite3
import subprocess
import threading
import time

from program import Person, client

WAIT_SECONDS = 20


class Link:
    """Somebody in the room. Collects what is said; wait() returns the first message of which `wanted` is true."""

    def __init__(self, address, session, cookie, since=None):
        query = "" if since is None else f"?since={since}"
        self.socket = client.Socket(address, f"/api/v1/sessions/{session}/live{query}", [("Cookie", cookie)])
        assert self.socket.status == 101, self.socket.head
        self.number, self.heard, self.position = 0, [], 0
        self.hello = self.wait(lambda m: m["t"] == "hello")["d"]

    def wait(self, wanted, seconds=WAIT_SECONDS):
        deadline = time.monotonic() + seconds
        while True:
            while self.position < len(self.heard):
                message = self.heard[self.position]
                self.position += 1
                if wanted(message):
                    return message
            message = self.socket.message(deadline)
            if message is None:
                raise ConnectionError(f"closed with {self.socket.close_code}")
            self.heard.append(message)

    def say(self, type_, **d):
        """Sends and waits for the ack (its d) or fails with the problem."""
        self.number += 1
        number = self.number
        self.socket.send(json.dumps({"t": type_, "n": number, "d": d}, ensure_ascii=False))
        position = self.position
        answer = self.wait(lambda m: m.get("n") == number)
        self.position = position  # what came meanwhile has not been looked at
        assert answer["t"] == "ack", answer["problem"]
        return answer.get("d", {})

    def event(self, kind, seconds=WAIT_SECONDS):
        return self.wait(lambda m: m["t"] == "event" and m["d"]["kind"] == kind, seconds)["d"]

    def close(self):
        self.socket.close()


class Lesson:
    """The demo city's lesson on a running server."""

    def __init__(self, running, data, url):
        self.address, self.data, self.url = running.address, data, url
        demo = json.loads(pathlib.Path(data, "demo.json").read_text("utf-8"))
        self.session = demo["session_id"]
        self.teacher = Person(self.address, "teacher")

    def open(self, **how):
        reply = self.teacher.ask("POST", f"/api/v1/sessions/{self.session}/live/open", how)
        assert reply.status == 200, reply.text()
        return reply.json()

    def close(self):
        reply = self.teacher.ask("POST", f"/api/v1/sessions/{self.session}/live/close")
        assert reply.status == 200, reply.text()

    def state(self):
        return self.teacher.ask("GET", f"/api/v1/sessions/{self.session}/live").json()

    def join(self, person, since=None):
        return Link(self.address, self.session, cookie_of(person), since)

    def learners(self, count):
        """Cookies of so many enrolled people, signed in behind the server's back: hashing passwords takes time."""
        self.query(f"""INSERT INTO enrolment (id, class_id, person_id, org_id, state, waiting_no, reason, version, created_at, updated_at)
            SELECT p.id, s.class_id, p.id, p.org_id, 'confirmed', 0, '', 1, 1, 1 FROM person p JOIN session s ON s.id = {self.session}
            WHERE NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.class_id = s.class_id AND e.person_id = p.id)""")
        rows = self.query(f"""SELECT e.person_id, MIN(a.id) FROM enrolment e LEFT JOIN account a ON a.person_id = e.person_id
            WHERE e.state = 'confirmed' AND e.class_id IN (SELECT class_id FROM session WHERE id = {self.session}
            OR source_id = {self.session}) GROUP BY e.person_id ORDER BY e.person_id LIMIT {count}""")
        statements, cookies = [], []
        for i, (person, account) in enumerate(rows):
            token = secrets.token_hex(32)
            cookies.append(f"tongke_session={token}")
            if account in (None, ""):
                account = 9000000 + i
                statements.append(f"""INSERT INTO account (id, person_id, name, login, password_hash, state, failed_count,
                    must_change, version, created_at) VALUES ({account}, {person}, 'x', 'crowd-{i}', '!', 'active', 0, 0, 1, 1)""")
            digest = hashlib.sha256(token.encode()).hexdigest()
            blob = f"'\\x{digest}'" if self.url else f"x'{digest}'"
            statements.append(f"""INSERT INTO account_session (token_hash, account_id, csrf, created_at, keep_at, expires_at,
                peer, agent) VALUES ({blob}, {account}, 'c', {now_us()}, {now_us()}, {now_us() + 10**10}, '', '')""")
        self.query(";\n".join(statements))
        return cookies

    def query(self, text):
        """Rows of a statement, or several statements, on the server's database."""
        if not self.url:
            with sqlite3.connect(pathlib.Path(self.data, "tongke.db"), timeout=120) as db:
                if ";" in text:
                    db.executescript(f"BEGIN IMMEDIATE;\n{text};\nCOMMIT;")
                    return []
                return db.execute(text).fetchall()
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.url], input=text + ";",
                              capture_output=True, text=True, check=True)
        return [tuple(line.split("|")) for line in done.stdout.splitlines()]


def now_us():
    return time.time_ns() // 1000


def cookie_of(person):
    return "; ".join(f"{k}={v}" for k, v in person.jar.cookies.items())


def together(jobs):
    """Runs all at the same time; the first problem is raised."""
    problems = []

    def guarded(job):
        try:
            job()
        except Exception as problem:  # told to the caller below
            problems.append(problem)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
