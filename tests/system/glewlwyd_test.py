"""tests/system/glewlwyd_test.py: signing in at Debian's glewlwyd, the real daemon on a SQLite file of its own, set up through its
API as its administrator would."""
import http.client
import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.parse

from oidc_test import SECRET, Browser, code_of, end, serve
from program import PASSWORD, client, main, server

CONFIG = pathlib.Path("/etc/glewlwyd/glewlwyd.conf")
SCHEMA = pathlib.Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")  # not below /usr/share/doc, which small systems leave out
START_SECONDS = 30
USER, USER_PASSWORD = "zhang.san", "the password there"
JSON = ("Content-Type", "application/json")


class Glewlwyd:
    """The daemon with one application (ours) and one user."""

    def __init__(self, back):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tongke-glewlwyd-"))
        self.address = ("127.0.0.1", server.free_port())
        self.base = "http://%s:%d" % self.address
        self.issuer = self.base + "/api/oidc"
        self.jar = client.Jar()
        self.make_files()
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(["glewlwyd", f"--config-file={self.folder / 'conf'}"], stdout=log, stderr=log)
        self.wait()
        self.set_up("http://%s:%d/oidc" % back)

    def make_files(self):
        schema = SCHEMA.read_bytes()
        subprocess.run(["sqlite3", self.folder / "db"], input=schema, check=True)
        subprocess.run(["openssl", "genrsa", "-out", self.folder / "key.pem", "2048"], capture_output=True, check=True)
        subprocess.run(["openssl", "rsa", "-in", self.folder / "key.pem", "-pubout", "-out", self.folder / "public.pem"], capture_output=True, check=True)
        ours = {"port": str(self.address[1]), "bind_address": '"127.0.0.1"', "external_url": f'"{self.base}"', "log_mode": '"console"'}
        lines = [line for line in CONFIG.read_text().splitlines() if line.split("=")[0].strip() not in ours and not line.startswith(("#", "@include"))]
        lines += [f"{name}={value}" for name, value in ours.items()]
        lines.append(f'database = {{ type = "sqlite3"; path = "{self.folder / "db"}"; }};')
        (self.folder / "conf").write_text("\n".join(lines) + "\n")

    def wait(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                if client.request(self.address, "GET", "/config", [], None, timeout=5).status == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            assert self.process.poll() is None and time.monotonic() < deadline, (self.folder / "log").read_text("utf-8", "replace")
            time.sleep(0.05)

    def ask(self, jar, method, path, body):
        reply = client.request(self.address, method, "/api" + path, [JSON], json.dumps(body).encode(), jar)
        assert reply.status == 200, f"{method} {path}: {reply.status} {reply.text()}"

    def set_up(self, back):
        self.ask(self.jar, "POST", "/auth/", {"username": "admin", "password": "password"})
        key, public = (self.folder / "key.pem").read_text(), (self.folder / "public.pem").read_text()
        no = ("token", "none", "password", "client", "device")
        self.ask(self.jar, "POST", "/mod/plugin/", {"module": "oidc", "name": "oidc", "display_name": "OpenID Connect", "parameters": {
            "iss": self.issuer, "jwt-type": "rsa", "jwt-key-size": "256", "key": key, "cert": public, "access-token-duration": 3600,
            "refresh-token-duration": 3600, "code-duration": 600, "refresh-token-rolling": False, "allow-non-oidc": True,
            "auth-type-code-enabled": True, "auth-type-id-token-enabled": True, "auth-type-refresh-enabled": True,
            **{f"auth-type-{kind}-enabled": False for kind in no}, "scope": [], "additional-parameters": [], "claims": [], "jwks-show": True,
            "jwks-x5c": [], "pkce-allowed": True, "pkce-method-plain-allowed": False, "subject-type": "public"}})
        self.ask(self.jar, "POST", "/user/", {"username": USER, "name": "张三", "password": USER_PASSWORD, "scope": ["openid"], "enabled": True})
        self.ask(self.jar, "POST", "/client/", {"client_id": "tongke", "name": "同课", "confidential": True, "password": SECRET, "redirect_uri": [back],
                                                "token_endpoint_auth_method": ["client_secret_basic", "client_secret_post"],
                                                "authorization_type": ["code"], "scope": [], "enabled": True})

    def sign_in(self, jar):
        """What its page does when somebody types the password and agrees."""
        self.ask(jar, "POST", "/auth/", {"username": USER, "password": USER_PASSWORD})
        self.ask(jar, "PUT", "/auth/grant/tongke", {"scope": "openid"})

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Visitor(Browser):
    def at_provider(self, url, provider):
        """The query with which glewlwyd sends a signed-in user back; g_continue is what its page adds."""
        parts = urllib.parse.urlsplit(url)
        reply = client.request((parts.hostname, parts.port), "GET", f"{parts.path}?{parts.query}&g_continue", [], None, self.there)
        assert reply.status == 302, f"{reply.status} {reply.text()}"
        back = urllib.parse.urlsplit(reply.header("location"))
        assert (back.hostname, back.port, back.path) == (*self.address, "/oidc"), reply.header("location")
        return dict(urllib.parse.parse_qsl(back.query))

    def come(self, provider):
        provider.sign_in(self.there)
        return self.sign_in(provider)


def the_first_time_and_again(running, provider):
    browser = Visitor(running.address)
    ticket, reply = browser.come(provider)
    assert reply.status < 300 and reply.json()["step"] == "link", reply.text()
    linked = browser.ask("POST", "/oidc/link", {"ticket": ticket, "login": "office", "password": PASSWORD})
    assert linked.status < 300 and linked.json()["step"] == "entered", linked.text()
    again = Visitor(running.address)
    _, reply = again.come(provider)
    assert reply.json()["step"] == "entered", reply.text()
    assert again.ask("GET", "/session").json()["login"] == "office"
    begun = again.start()
    query = again.at_provider(begun["url"], provider)
    forged = again.answer(begun["ticket"], query | {"code": "made-up"})
    assert forged.status < 300 and code_of(again.enter(begun["ticket"])) == "oidc.refused", forged.text()


def somebody_signs_in_at_glewlwyd(program, city):
    running, provider = serve(program, city, Glewlwyd, secret_in_form=True)
    try:
        the_first_time_and_again(running, provider)
        end(running, provider, SECRET, USER_PASSWORD)
    finally:
        provider.process.kill()


main(somebody_signs_in_at_glewlwyd, only="SQLite", people=120)
