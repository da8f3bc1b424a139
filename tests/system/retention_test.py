"""tests/system/retention_test.py: what is older than its rule goes when the job runs, what is younger stays, and the audit log
tells of it. The old rows are put beside the demo city's by SQL, with the times that they would have."""
import pathlib
import subprocess
import sqlite3
import time

from program import Person, main, server

SECOND_US, DAY_US = 1_000_000, 86_400_000_000
EPOCH_2020_MS = 1_577_836_800_000
NOW_US = int(time.time() * SECOND_US)
WAIT_SECONDS = 60


class Base:
    """SQL on the city's database, whichever it is."""

    def __init__(self, data, url):
        self.path, self.url = pathlib.Path(data) / "tongke.db", url

    def run(self, sql):
        if self.url:
            done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.url, "-c", sql], capture_output=True, text=True)
            if done.returncode:
                raise RuntimeError(done.stderr)
            return [line.split("|") for line in done.stdout.splitlines() if line]
        base = sqlite3.connect(self.path, timeout=30)
        try:
            with base:
                return [[str(value) for value in row] for row in base.execute(sql).fetchall()]
        finally:
            base.close()

    def one(self, sql):
        return self.run(sql)[0][0]

    def refuses(self, sql):
        try:
            self.run(sql)
        except (RuntimeError, sqlite3.DatabaseError) as problem:
            return "append_only" in str(problem)
        return False


def at(days):
    return NOW_US - days * DAY_US


def id_of(days, n):
    """An id as it was made so long ago (core/id.h)."""
    return (at(days) // 1000 - EPOCH_2020_MS) << 22 | n


def hexed(base, n):
    return f"'\\x{n:064x}'" if base.url else f"x'{n:064x}'"


def add_rows(base, days, n):
    """One row of each kind, so many days old."""
    owner = base.one("SELECT id FROM account WHERE login = 'manager'")
    base.run(f"INSERT INTO notice (id, owner_id, kind, title_zh, title_en, body_zh, body_en, link, key, created_at) VALUES ({id_of(days, n)}, {owner}, "
             f"'system.test', 't', '', '', '', '', 'old{n}', {at(days)})")
    base.run(f"INSERT INTO account_session (token_hash, account_id, csrf, created_at, keep_at, expires_at, peer, agent) VALUES ({hexed(base, n)}, {owner}, "
             f"'x', {at(days)}, {at(days)}, {at(days)}, '', 'test')")
    base.run(f"INSERT INTO idempotency (account_id, key, digest, status, etag, body, created_at) VALUES ({owner}, 'old{n}', '', 200, '', '', {at(days)})")
    base.run(f"INSERT INTO job (id, kind, state, lang, input, run_at, lease_until, attempts, cancel, done, total, note, result, problem, created_at) "
             f"VALUES ({id_of(days, n)}, 'exchange.import', 'done', 0, '', {at(days)}, 0, 1, 0, 0, 0, '', '', '', {at(days)})")


def add_room(base, session, state, days):
    """A room of long ago with two danmaku and a question."""
    ended = at(days) if state == "closed" else "NULL"
    base.run(f"INSERT INTO live_room (session_id, state, source, repeats, stream_key, stream_port, media_state, seq, opened_at, closed_at) VALUES "
             f"({session}, '{state}', 'none', 0, '', 0, 'none', 3, {at(days)}, {ended})")
    for seq, kind in enumerate(("danmaku", "question", "danmaku"), 1):
        base.run(f"INSERT INTO live_event (session_id, seq, kind, name, at, body) VALUES ({session}, {seq}, '{kind}', '某某', {at(days) - 1}, '{{}}')")


def events(base, session):
    return [row[0] for row in base.run(f"SELECT kind FROM live_event WHERE session_id = {session} ORDER BY seq")]


def count(base, table, where):
    return int(base.one(f"SELECT COUNT(*) FROM {table} WHERE {where}"))


def what_is_older_than_its_rule_goes_and_what_is_younger_stays(program, city):
    data, url = city.copy()
    base = Base(data, url)
    sessions = [row[0] for row in base.run("SELECT s.id FROM session s WHERE NOT EXISTS (SELECT 1 FROM live_room r WHERE r.session_id = s.id) ORDER BY s.id LIMIT 3")]
    kept_for = {"idempotency": 2, "account_session": 30, "notice": 730, "job": 90}
    marks = {"idempotency": "key = 'old%d'", "account_session": "agent = 'test' AND expires_at = %d", "notice": "key = 'old%d'", "job": "id = %d"}

    def left(table, days, n):
        return count(base, table, marks[table] % {"account_session": at(days), "job": id_of(days, n)}.get(table, n))

    ages = {1: 800, 2: 100, 3: 40, 4: 1}
    for n, days in ages.items():
        add_rows(base, days, n)
    add_room(base, sessions[0], "closed", 1200)
    add_room(base, sessions[1], "closed", 1000)
    add_room(base, sessions[2], "open", 1200)
    assert base.refuses(f"DELETE FROM live_event WHERE session_id = {sessions[0]}"), "danmaku can be deleted past the rule"
    assert base.refuses(f"UPDATE live_event SET body = '' WHERE session_id = {sessions[0]}"), "what was said can be changed"

    running = server.Server(program, data, url)
    secadmin, auditor = Person(running.address, "secadmin"), Person(running.address, "auditor")
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        rules = {row["code"]: row for row in secadmin.ask("GET", "/api/v1/retention").json()["items"]}
        if all(row["ran_at"] for row in rules.values()):
            break
        assert time.monotonic() < deadline, rules
        time.sleep(0.05)
    for table, days in kept_for.items():
        for n, age in ages.items():
            assert left(table, age, n) == (0 if age > days else 1), f"{table}: a row of {age} days, kept for {days}"
    assert events(base, sessions[0]) == ["question"], events(base, sessions[0])
    assert events(base, sessions[1]) == events(base, sessions[2]) == ["danmaku", "question", "danmaku"], "younger, or not ended"
    assert rules["danmaku"]["removed"] == 2 and rules["notice"]["removed"] == 1 and rules["notice"]["removed_total"] == 1, rules
    told = [row["detail"] for row in auditor.ask("GET", "/api/v1/audit?action=trust.retained").json()["items"]]
    assert any('"danmaku"' in str(detail) and "2" in str(detail) for detail in told), told
    assert {code for code in rules if any(f'"{code}"' in str(detail) for detail in told)} >= {"danmaku", "notice", "job", "session", "idempotency_key"}, told
    assert base.refuses(f"DELETE FROM live_event WHERE session_id = {sessions[0]}"), "the way stays open after the job"

    # A shorter rule, from today on, is kept to at the next run.
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
    shorter = secadmin.ask("POST", "/api/v1/retention", {"code": "danmaku", "from_on": today, "days": 365, "source": "内部规定"})
    assert shorter.status < 300, shorter.text()
    problem = running.stop()
    assert problem is None, problem
    base.run(f"UPDATE trust_retention_run SET ran_at = {at(2)}")
    base.run("DELETE FROM job_period")
    running = server.Server(program, data, url)
    deadline = time.monotonic() + WAIT_SECONDS
    while events(base, sessions[1]) != ["question"]:
        assert time.monotonic() < deadline, "the new rule is not kept to"
        time.sleep(0.05)
    assert events(base, sessions[2]) == ["danmaku", "question", "danmaku"], "a room that is open loses nothing"
    problem = running.stop()
    assert problem is None, problem


main(what_is_older_than_its_rule_goes_and_what_is_younger_stays, people=120)
