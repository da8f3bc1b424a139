"""tests/system/relay_test.py: mail over STARTTLS with a name and a password, to a real SMTP server with a certificate of our
own: what is wrong with the relay is said in words in the log, and the mails stay in the queue until it is right."""
import contextlib
import logging
import sqlite3
import ssl
import subprocess
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from mail_test import ADDRESS, flags, must, open_class
from program import Person, main, server

WAIT_SECONDS = 90
logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # of the relay: that a handshake ends early is what is tested
USER, PASSWORD = "tongke", "the relay's own & secret"


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def make_certificates(folder):
    """A root of our own, ca.pem, and a certificate of 127.0.0.1 by it; strange.pem is somebody else's root."""
    for name in ("ca", "strange"):
        openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key",
                "-out", f"{name}.pem", "-days", "30", "-subj", f"/CN={name}")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl(folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "relay.key", "-out", "relay.csr",
            "-subj", "/CN=relay")
    openssl(folder, "x509", "-req", "-in", "relay.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
            "-extfile", "names", "-out", "relay.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "relay.pem", folder / "relay.key")
    return context


class Relay:
    """Takes mails only over TLS and from who knows the password, by the one mechanism."""

    def __init__(self, port, context, mechanism):
        self.subjects, self.tried = [], []
        other = {"LOGIN": "PLAIN", "PLAIN": "LOGIN"}[mechanism]
        self.controller = Controller(self, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True, auth_required=True,
                                     authenticator=self.check, auth_exclude_mechanism=[other])
        self.controller.start()

    def check(self, _server, session, _envelope, mechanism, data):
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        self.tried.append((mechanism, session.ssl is not None, good))
        return AuthResult(success=good, handled=False)

    async def handle_DATA(self, _server, _session, envelope):
        head = envelope.content.decode("ascii", "replace")
        self.subjects.append(head[head.index("Message-ID"):].splitlines()[0])
        return "250 taken"

    def stop(self):
        self.controller.stop()


def wait(condition, what):
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


class Story:
    def __init__(self, program, city):
        self.program = program
        self.data, self.url = city.copy()
        self.port = server.free_port()
        self.classes = 0

    def serve(self, ca, password, then):
        """A server that sends through the relay; `then` is done while it runs. What its log says is returned."""
        secret = self.data / "password"
        secret.write_text(password + "\n")
        more = [*flags(self.port), "--smtp-user", USER, "--smtp-password", str(secret)]
        more[more.index("--smtp-tls") + 1] = "starttls"
        running = server.Server(self.program, self.data, self.url, more=(*more, *(("--smtp-ca", str(self.data / ca)) if ca else ())))
        log = lambda: running.log.read_text("utf-8", "replace")
        self.enrol(running)
        then(log)
        problem = running.stop()
        assert problem is None, problem
        assert password not in log() and ADDRESS not in log(), "the log tells a secret"
        return log()

    def put_off(self):
        """As if it had been tried for days: with a new setting it goes out at once all the same."""
        with contextlib.closing(sqlite3.connect(self.data / "tongke.db")) as file, file:
            changed = file.execute("UPDATE notice_mail SET due_at = due_at + 4 * 3600 * 1000000 WHERE state = 'queued'").rowcount
        assert changed, "nothing waits"

    def enrol(self, running):
        """Something that is told by mail."""
        learner, office = Person(running.address, "learner"), Person(running.address, "office")
        must(learner, "PUT", "/my/mail-address", {"address": ADDRESS})
        open_class(office, must(learner, "GET", "/session")["person_id"], f"邮件试验班{self.classes}", 400 - 10 * self.classes)
        self.classes += 1


def mail_goes_out_encrypted_and_signed_in_and_waits_while_the_relay_is_not_right(program, city):
    story = Story(program, city)
    context = make_certificates(story.data)
    relay = Relay(story.port, context, "PLAIN")
    log = story.serve("strange.pem", PASSWORD, lambda log: wait(lambda: "mail.untrusted" in log(), "a strange certificate is not told of"))
    assert not relay.tried, "a password went to a relay with a strange certificate"
    assert "--smtp-ca" in log, "the log does not say what to do: " + log
    story.serve("ca.pem", "wrong-password", lambda log: wait(lambda: "mail.denied" in log(), "a wrong password is not told of"))
    assert relay.tried and set(relay.tried) == {("PLAIN", True, False)} and not relay.subjects, relay.tried
    story.put_off()
    story.serve("ca.pem", PASSWORD, lambda _log: wait(lambda: len(set(relay.subjects)) == 3, "what was queued does not go out"))
    assert relay.tried[-1] == ("PLAIN", True, True) and len(relay.subjects) == 3, (relay.tried, relay.subjects)
    relay.stop()

    other = Relay(story.port, context, "LOGIN")
    story.serve("ca.pem", PASSWORD, lambda _log: wait(lambda: len(other.subjects) == 1, "no mail by AUTH LOGIN"))
    assert other.tried == [("LOGIN", True, True)], other.tried
    other.stop()


main(mail_goes_out_encrypted_and_signed_in_and_waits_while_the_relay_is_not_right, only="SQLite", people=120)
