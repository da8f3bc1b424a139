"""tests/system/mail_test.py: a notice goes out by mail once the relay is there, also when the program is killed in
between; a calendar feed is read by an independent parser (python3-icalendar)."""
import contextlib
import datetime
import email
import email.policy
import pathlib
import sqlite3
import threading
import time
import urllib.parse

import icalendar
from aiosmtpd.controller import Controller

from program import Person, client, main, server

ADDRESS = "zhang.san@example.cn"
WAIT_SECONDS = 90


class Relay:
    """A real SMTP server that keeps what it is given; `refuse` is what it answers instead of taking a mail."""

    def __init__(self, port):
        self.mails, self.refuse, self.came = [], None, threading.Condition()
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()

    async def handle_DATA(self, _server, _session, envelope):
        with self.came:
            self.mails.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default)))
            self.came.notify_all()
            return self.refuse or "250 taken"

    def wait(self, count):
        with self.came:
            assert self.came.wait_for(lambda: len(self.mails) >= count, WAIT_SECONDS), f"{len(self.mails)} of {count} mails came"

    def stop(self):
        self.controller.stop()


def day(days):
    return (datetime.date.today() + datetime.timedelta(days)).isoformat()


def must(person, method, path, body=None):
    reply = person.ask(method, "/api/v1" + path, body)
    assert reply.status < 300, f"{method} {path}: {reply.status} {reply.text()}"
    return reply.json()


def open_class(office, learner, title, first=400):
    """A class with one lesson and this learner in it, who hears of the seat."""
    school = must(office, "GET", "/orgs?is_school=true&limit=1")["items"][0]["id"]
    klass = must(office, "POST", "/classes", {"org_id": school, "title": title, "starts_on": day(first), "ends_on": day(first + 2), "seats_max": 5})
    must(office, "POST", f"/classes/{klass['id']}/sessions",
         {"kind": "lecture", "title": "第一讲；城市更新, 民生\\为大" + "长" * 60, "room": "一号楼", "hours": 4,
          "starts_at": f"{day(first)}T01:00:00Z", "ends_at": f"{day(first)}T03:30:00Z"})
    must(office, "POST", f"/classes/{klass['id']}/state", {"state": "open"})
    must(office, "POST", f"/classes/{klass['id']}/enrolments", {"person_ids": [learner], "state": "confirmed"})
    return klass["id"]


def flags(port):
    return ("--smtp-host", "127.0.0.1", "--smtp-port", str(port), "--smtp-tls", "none", "--mail-from", "tongke@school.example")


def id_of(mail):
    return mail[1]["Message-ID"]


def a_mail_waits_for_the_relay_and_survives_a_kill(program, city):
    data, url = city.copy()
    port = server.free_port()
    running = server.Server(program, data, url, more=flags(port))
    learner, office = Person(running.address, "learner"), Person(running.address, "office")
    me = must(learner, "GET", "/session")["person_id"]
    assert must(learner, "PUT", "/my/mail-address", {"address": ADDRESS})["address"] == ADDRESS
    wrong = learner.ask("PUT", "/api/v1/my/mail-address", {"address": "x@y.cn\r\nBcc: all@y.cn"})
    assert wrong.status == 422 and wrong.json()["field"] == "address", wrong.text()
    open_class(office, me, "邮件试验班：甲")
    running.process.kill()  # the relay was never there, and now the program is gone
    running.process.wait()

    relay = Relay(port)
    relay.refuse = "451 try again later"
    running = server.Server(program, data, url, more=flags(port))
    relay.wait(1)
    relay.refuse = None
    relay.wait(2)
    recipients, message = relay.mails[1]
    assert recipients == [ADDRESS], recipients
    assert id_of(relay.mails[0]) == id_of(relay.mails[1]), "a second try has another Message-ID"
    assert message["Subject"] == "已录取参加：邮件试验班：甲", message["Subject"]
    assert "/learn/classes/" in message.get_content(), message.get_content()
    assert message["Auto-Submitted"] == "auto-generated"

    open_class(Person(running.address, "office"), me, "邮件试验班：乙", 390)
    relay.wait(3)
    assert relay.mails[2][1]["Subject"].endswith("乙") and id_of(relay.mails[2]) != id_of(relay.mails[1])
    if not url:
        what_cannot_be_written_down_is_not_sent(running, relay, data, me)
    problem = running.stop()
    relay.stop()
    assert problem is None, problem
    log = running.log.read_text("utf-8", "replace")
    assert ADDRESS not in log and "邮件试验班" not in log, "the log tells of a mail"


def what_cannot_be_written_down_is_not_sent(running, relay, data, me):
    """As on a disk that is full: no copy of a mail every five seconds."""
    sent = len(relay.mails)
    with contextlib.closing(sqlite3.connect(pathlib.Path(data) / "tongke.db", timeout=30)) as base, base:
        base.execute("CREATE TRIGGER full BEFORE UPDATE ON notice_mail BEGIN SELECT RAISE(ABORT, 'full'); END")
    open_class(Person(running.address, "office"), me, "邮件试验班：丙", 370)
    deadline = time.monotonic() + WAIT_SECONDS
    while "job notice.mail" not in running.log.read_text("utf-8", "replace"):
        assert time.monotonic() < deadline, "no round of mails"
        time.sleep(0.05)
    assert len(relay.mails) == sent, "sent, though it could not be written down"


def an_independent_parser_reads_a_feed(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    learner, office = Person(running.address, "learner"), Person(running.address, "office")
    me = must(learner, "GET", "/session")["person_id"]
    klass = open_class(office, me, "日历试验班", 380)
    for body in ({"kind": "person"}, {"kind": "class", "class_id": klass}):
        feed = must(learner, "POST", "/my/calendars", body)
        target = urllib.parse.urlsplit(feed["url"])._replace(scheme="", netloc="").geturl()
        reply = client.request(running.address, "GET", target, [], None, client.Jar())
        assert reply.status == 200 and reply.header("content-type").startswith("text/calendar"), reply.text()
        assert all(len(line) <= 75 for line in reply.body.split(b"\r\n")), "a line of more than 75 bytes"
        events = [e for e in icalendar.Calendar.from_ical(reply.body).walk("VEVENT") if e["DESCRIPTION"] == "日历试验班"]
        assert len(events) == 1, reply.text()
        event = events[0]
        assert event["SUMMARY"] == "第一讲；城市更新, 民生\\为大" + "长" * 60, event["SUMMARY"]
        assert event["DTSTART"].dt.isoformat() == f"{day(380)}T01:00:00+00:00", event["DTSTART"].dt
        assert event["LOCATION"] == "一号楼" and event["SEQUENCE"] == 0
        name = must(learner, "GET", "/session")["name"]
        assert name not in reply.text(), "a feed tells of people"
        same = client.request(running.address, "GET", target, [("If-None-Match", reply.header("etag"))], None, client.Jar())
        assert same.status == 304 and not same.body, same.status
        must(learner, "DELETE", f"/my/calendars/{feed['id']}")
        gone = client.request(running.address, "GET", target, [], None, client.Jar())
        assert gone.status == 404, gone.status
    problem = running.stop()
    assert problem is None, problem


if __name__ == "__main__":
    main(a_mail_waits_for_the_relay_and_survives_a_kill, an_independent_parser_reads_a_feed)
