"""tests/system/oidc_test.py: signing in at npm's oidc-provider, over real HTTP, and every way in which its answer may be wrong."""
import html.parser
import http.client
import json
import pathlib
import subprocess
import time
import urllib.parse

from phone import Phone
from program import PASSWORD, Person, client, main, server

HERE = pathlib.Path(__file__).resolve().parent
WAIT_SECONDS = 60
SECRET = "a secret: with & marks"


class Forms(html.parser.HTMLParser):
    """The first form of a page: where it goes and what it carries."""

    def __init__(self, text):
        super().__init__()
        self.action, self.fields = None, {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = known.get("action")
        if tag in ("input", "button") and known.get("name"):
            self.fields[known["name"]] = known.get("value", "")


class Provider:
    def __init__(self, address):
        back = "http://%s:%d" % address
        self.process = subprocess.Popen(["node", HERE / "provider/provider.mjs", back + "/oidc", back + "/sign-in"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        assert line, "the provider did not start: npm ci --prefix tests/system/provider"
        self.port = int(line)
        self.issuer = f"http://127.0.0.1:{self.port}"

    def set(self, **what):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/test", json.dumps(what))
        return json.loads(connection.getresponse().read())

    def stop(self):
        self.process.kill()
        self.process.wait()


class Browser:
    """A browser at both: a person, what they type, and the cookies."""

    def __init__(self, address):
        self.address, self.jar, self.there = address, client.Jar(), client.Jar()

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        return client.request(self.address, method, "/api/v1" + path, [("Content-Type", "application/json")] if data else [],
                              data, self.jar)

    def start(self, provider="city"):
        """Waits for the provider to be known: that is fetched in the background."""
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            reply = self.ask("POST", "/oidc/start", {"provider": provider})
            if reply.status < 300 or reply.json()["code"] != "oidc.unreachable" or time.monotonic() > deadline:
                break
            time.sleep(0.05)
        assert reply.status < 300, reply.text()
        return reply.json()

    def at_provider(self, url, subject):
        """Follows the provider's redirections, types a login, consents; gives the query it comes back with."""
        form = None
        for _ in range(12):
            parts = urllib.parse.urlsplit(url)
            if (parts.hostname, parts.port) == self.address:
                return dict(urllib.parse.parse_qsl(parts.query))
            method, data, headers = ("POST", urllib.parse.urlencode(form).encode(), [("Content-Type", "application/x-www-form-urlencoded")]) \
                if form is not None else ("GET", None, [])
            reply = client.request((parts.hostname, parts.port), method, urllib.parse.urlunsplit(("", "", parts.path, parts.query, "")),
                                   headers, data, self.there)
            form = None
            if reply.status in (302, 303):
                url = urllib.parse.urljoin(url, reply.header("location"))
                continue
            page = Forms(reply.text())
            assert page.action, f"{url}: {reply.status} {reply.text()[:400]}"
            url, form = urllib.parse.urljoin(url, page.action), page.fields
            if "login" in form:
                form |= {"login": subject, "password": "whatever"}
        raise AssertionError("the provider goes round in circles")

    def answer(self, ticket, query):
        return self.ask("POST", "/oidc/answer", {"ticket": ticket, "state": query.get("state", "-"), "code": query.get("code", ""),
                                                 "error": query.get("error", ""), "iss": query.get("iss", "")})

    def enter(self, ticket, code=None):
        """Asks until the provider's answer is there."""
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            reply = self.ask("POST", "/oidc/session", {"ticket": ticket} | ({"code": code} if code else {}))
            if reply.status >= 300 or reply.json()["step"] != "wait":
                return reply
            assert time.monotonic() < deadline, "the exchange does not end"
            time.sleep(0.02)

    def sign_in(self, subject, provider="city"):
        begun = self.start(provider)
        reply = self.answer(begun["ticket"], self.at_provider(begun["url"], subject))
        assert reply.status < 300, reply.text()
        return begun["ticket"], self.enter(begun["ticket"])


def serve(program, city, start=Provider, **more):
    """A server and its provider; the provider must know the server's address first, so the port is chosen here."""
    data, url = city.copy()
    port = server.free_port()
    provider = start(("127.0.0.1", port))
    config = data / "oidc.json"
    city = {"title": "统一身份认证", "title_en": "City sign-in", "issuer": provider.issuer, "client_id": "tongke",
            "client_secret": SECRET, "sign_out": True, **more}
    config.write_text(json.dumps({"providers": [{"name": "city", **city}, {"name": "strict", "checks_factor": True, **city}]}))
    old, server.free_port = server.free_port, lambda: port
    try:
        running = server.Server(program, data, url, more=("--oidc", config, "--public-url", f"http://127.0.0.1:{port}"))
    finally:
        server.free_port = old
    return running, provider


def end(running, provider, *secrets):
    problem = running.stop()
    provider.stop()
    assert problem is None, problem
    log = running.log.read_text("utf-8", "replace")
    assert not [s for s in secrets if s in log], "the log tells a secret"


def code_of(reply):
    return reply.json().get("code") if reply.status >= 400 else reply.status


def somebody_links_the_account_by_its_password_and_signs_in_with_the_provider_from_then_on(running, provider):
    browser = Browser(running.address)
    assert [p["name"] for p in browser.ask("GET", "/oidc/providers").json()["items"]] == ["city", "strict"]
    ticket, reply = browser.sign_in("u-1001")
    assert reply.json()["step"] == "link", "an address that fits an account links nothing: " + reply.text()
    wrong = browser.ask("POST", "/oidc/link", {"ticket": ticket, "login": "office", "password": "wrong"})
    assert (wrong.status, code_of(wrong)) == (401, "account.wrong"), wrong.text()
    linked = browser.ask("POST", "/oidc/link", {"ticket": ticket, "login": "office", "password": PASSWORD})
    assert linked.status < 300 and linked.json()["step"] == "entered", linked.text()
    assert browser.ask("GET", "/session").json()["login"] == "office"
    assert code_of(browser.enter(ticket)) == "oidc.attempt", "a ticket is good for one session"

    again = Browser(running.address)
    _, reply = again.sign_in("u-1001")
    assert reply.json()["step"] == "entered", reply.text()
    session = again.ask("GET", "/session").json()
    assert session["login"] == "office" and session["roles"], session
    out = again.ask("GET", "/session/sign-out").json()["url"]
    assert out.startswith(provider.issuer + "/session/end?client_id=tongke&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1"), out
    assert again.ask("DELETE", "/session").status == 204 and again.ask("GET", "/session").status == 401
    own = browser.ask("GET", "/session/identities").json()["items"]
    assert [(link["provider"], link["subject"]) for link in own] == [("city", "u-1001")], own
    assert browser.ask("GET", "/session/sign-out").json()["url"], "the session that linked knows its provider, too"
    assert browser.ask("DELETE", f"/session/identities/{own[0]['id']}").status == 204
    assert Browser(running.address).sign_in("u-1001")[1].json()["step"] == "link"


def an_administrator_links_an_account_but_not_that_of_another_power(running, provider):
    admin = Person(running.address, "sysadmin")
    accounts = {login: admin.ask("GET", f"/api/v1/accounts?q={login}&limit=1").json()["items"][0]["id"] for login in ("manager", "secadmin")}
    body = {"provider": "city", "subject": "u-2002"}
    guarded = admin.ask("POST", f"/api/v1/accounts/{accounts['secadmin']}/identities", body)
    assert code_of(guarded) == "account.guarded", guarded.text()
    made = admin.ask("POST", f"/api/v1/accounts/{accounts['manager']}/identities", body)
    assert made.status < 300, made.text()
    twice = admin.ask("POST", f"/api/v1/accounts/{accounts['manager']}/identities", body)
    assert code_of(twice) == "oidc.linked", twice.text()
    browser = Browser(running.address)
    _, reply = browser.sign_in("u-2002")
    assert reply.json()["step"] == "entered", reply.text()
    assert browser.ask("GET", "/session").json()["login"] == "manager"
    titles = [n["title"] for n in browser.ask("GET", "/my/notices").json()["items"]] if browser.ask("GET", "/my/notices").status == 200 else []
    assert not titles or any("统一身份认证" in t for t in titles), titles
    gone = admin.ask("DELETE", f"/api/v1/identities/{made.json()['id']}")
    assert gone.status == 204, gone.text()


def an_answer_that_is_wrong_lets_nobody_in(running, provider):
    browser = Browser(running.address)
    expected = {"nonce": "oidc.token_nonce", "audience": "oidc.token_audience", "audiences": "oidc.token_audience", "issuer": "oidc.token_issuer",
                "expired": "oidc.token_expired", "early": "oidc.token_early", "subject": "oidc.token_subject", "key": "oidc.token_key",
                "signature": "oidc.token_signature", "shared": "oidc.token_algorithm", "none": "oidc.token_algorithm"}
    for mode, code in expected.items():
        provider.set(mode=mode)
        _, reply = browser.sign_in("u-1")
        assert (reply.status, code_of(reply)) == (401, code), f"{mode}: {reply.status} {reply.text()}"
        assert reply.json()["detail"].strip(), mode
    provider.set(mode="good")
    assert browser.sign_in("u-1")[1].json()["step"] == "link"
    assert browser.ask("GET", "/session").status == 401


def a_state_is_good_once_and_only_in_its_own_browser(running, provider):
    browser, thief = Browser(running.address), Browser(running.address)
    begun = browser.start()
    query = browser.at_provider(begun["url"], "u-1")
    other = thief.start()
    assert code_of(thief.answer(other["ticket"], query)) == "oidc.state", "an answer to somebody else's sign-in"
    assert code_of(thief.answer("0" * 64, query)) == "oidc.attempt"
    assert browser.answer(begun["ticket"], query).status < 300
    assert code_of(browser.answer(begun["ticket"], query)) == "oidc.state", "a state that comes again"
    assert browser.enter(begun["ticket"]).json()["step"] == "link", "and what came again spoils nothing"
    denied = browser.start()
    state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(denied["url"]).query))["state"]
    reply = browser.answer(denied["ticket"], {"state": state, "error": "access_denied", "iss": provider.issuer})
    assert code_of(reply) == "oidc.denied" and code_of(browser.enter(denied["ticket"])) == "oidc.denied", reply.text()
    forged = browser.start()
    state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(forged["url"]).query))["state"]
    assert browser.answer(forged["ticket"], {"state": state, "code": "made-up", "iss": provider.issuer}).status < 300
    assert code_of(browser.enter(forged["ticket"])) == "oidc.refused", "a code that the provider does not know"


def one_address_takes_a_tenth_of_the_places_and_no_more(running, provider):
    near = Browser(running.address)
    near.start()
    far = http.client.HTTPConnection(*running.address, source_address=("127.0.0.2", 0))

    def begin():
        far.request("POST", "/api/v1/oidc/start", json.dumps({"provider": "city"}), {"Content-Type": "application/json"})
        return json.loads(far.getresponse().read()).get("code")

    assert "oidc.crowded" in [begin() for _ in range(501)], "one address begins without end"
    far.close()
    near.start()


def keys_that_change_are_fetched_again(running, provider):
    browser = Browser(running.address)
    assert browser.sign_in("u-1")[1].json()["step"] == "link"
    before = provider.set()["hits"]
    assert browser.sign_in("u-1")[1].json()["step"] == "link"
    assert provider.set()["hits"] == before, "keys that are known are not fetched again"
    provider.set(mode="rotated", published=["first", "second"])
    assert browser.sign_in("u-1")[1].json()["step"] == "link"
    assert browser.sign_in("u-1")[1].json()["step"] == "link"
    assert provider.set()["hits"] == before + 1, "a new key is fetched once"
    provider.set(mode="good", published=["second"])
    assert browser.sign_in("u-1")[1].json()["step"] == "link", "the old keys are kept until a key is missing"


def an_answer_of_another_provider_is_not_taken(running, provider):
    browser = Browser(running.address)
    begun = browser.start()
    query = browser.at_provider(begun["url"], "u-1")
    assert query["iss"] == provider.issuer, query
    mixed = browser.answer(begun["ticket"], query | {"iss": "https://another.example"})
    assert (mixed.status, code_of(mixed)) == (401, "oidc.issuer"), mixed.text()
    silent = browser.answer(begun["ticket"], {k: v for k, v in query.items() if k != "iss"})
    assert code_of(silent) == "oidc.issuer", "a provider that says who it is says so always: " + silent.text()
    assert browser.answer(begun["ticket"], query).status < 300, "what somebody else sent spoils nothing"
    assert browser.enter(begun["ticket"]).json()["step"] == "link"


def set_up_factor(person):
    phone = Phone(person.ask("POST", "/api/v1/session/factor").json()["secret"])
    confirmed = person.ask("POST", "/api/v1/session/factor/confirm", {"code": phone.code()})
    assert confirmed.status < 300, confirmed.text()
    return phone, confirmed.json()["recovery_codes"]


def the_second_factor_is_asked_for_unless_the_provider_is_trusted_with_it(running, provider):
    phone, recovery = set_up_factor(Person(running.address, "liaison"))
    browser = Browser(running.address)
    ticket, reply = browser.sign_in("u-3003")
    assert reply.json()["step"] == "link", reply.text()
    words = {"ticket": ticket, "login": "liaison", "password": PASSWORD}
    missing = browser.ask("POST", "/oidc/link", words)
    assert (missing.status, code_of(missing)) == (401, "account.code_needed"), missing.text()
    wrong = browser.ask("POST", "/oidc/link", words | {"code": "000000"})
    assert (wrong.status, code_of(wrong)) == (401, "account.code_wrong"), wrong.text()
    assert browser.enter(ticket).json()["step"] == "link", "without the code nothing is linked"
    linked = browser.ask("POST", "/oidc/link", words | {"code": phone.code()})
    assert linked.status < 300 and linked.json()["step"] == "entered", linked.text()

    again = Browser(running.address)
    ticket, reply = again.sign_in("u-3003")
    assert (reply.status, code_of(reply)) == (401, "account.code_needed"), reply.text()
    assert again.ask("GET", "/session").status == 401, "half a sign-in is none"
    used = again.enter(ticket, "123456")
    assert code_of(used) == "account.code_wrong", used.text()
    assert again.enter(ticket, recovery[0]).json()["step"] == "entered"
    assert again.ask("GET", "/session").json()["login"] == "liaison"
    assert code_of(Browser(running.address).enter(ticket, recovery[1])) == "oidc.attempt", "the ticket is used up"

    trusted = Browser(running.address)
    ticket, reply = trusted.sign_in("u-3003", "strict")
    assert reply.json()["step"] == "link", "a user of another provider, though of the same name"
    linked = trusted.ask("POST", "/oidc/link", {"ticket": ticket, "login": "liaison", "password": PASSWORD})
    assert code_of(linked) == "account.code_needed", "whoever links proves all of it here: " + linked.text()
    linked = trusted.ask("POST", "/oidc/link", {"ticket": ticket, "login": "liaison", "password": PASSWORD, "code": recovery[2]})
    assert linked.status < 300, linked.text()
    reply = Browser(running.address).sign_in("u-3003", "strict")[1]
    assert reply.json()["step"] == "entered", "the provider has asked for it: " + reply.text()


def a_policy_that_demands_a_second_factor_holds_for_who_comes_from_a_provider(running, provider):
    secadmin, admin = Person(running.address, "secadmin"), Person(running.address, "sysadmin")
    auditor = Browser(running.address)
    for name in ("city", "strict"):  # nobody but they may link an auditor, so they do
        ticket, _ = auditor.sign_in("u-4004", name)
        linked = auditor.ask("POST", "/oidc/link", {"ticket": ticket, "login": "auditor", "password": PASSWORD})
        assert linked.status < 300, linked.text()
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
    policy = {"code": "factor_for", "from_on": today, "value_int": 2, "source": "内部规定"}
    done = secadmin.ask("POST", "/api/v1/policies", policy)
    assert done.status < 300, done.text()
    due = Browser(running.address)
    assert due.sign_in("u-4004")[1].json()["step"] == "entered"
    session = due.ask("GET", "/session").json()
    assert session["factor_due"] and not session["roles"] and not session["permissions"], session
    assert due.ask("GET", "/audit").status in (403, 404), "a session that owes its second factor can do nothing"
    trusted = Browser(running.address)
    assert trusted.sign_in("u-4004", "strict")[1].json()["step"] == "entered"
    session = trusted.ask("GET", "/session").json()
    assert session["roles"] and not session["factor_due"], session
    assert trusted.ask("GET", "/audit").status == 200
    assert admin.ask("GET", "/api/v1/session").status == 200


def whoever_a_provider_vouches_for_comes_in_and_nobody_by_a_wrong_answer(program, city):
    running, provider = serve(program, city)
    try:
        for story in (somebody_links_the_account_by_its_password_and_signs_in_with_the_provider_from_then_on,
                      an_administrator_links_an_account_but_not_that_of_another_power, an_answer_that_is_wrong_lets_nobody_in,
                      a_state_is_good_once_and_only_in_its_own_browser, one_address_takes_a_tenth_of_the_places_and_no_more, keys_that_change_are_fetched_again,
                      an_answer_of_another_provider_is_not_taken, the_second_factor_is_asked_for_unless_the_provider_is_trusted_with_it,
                      a_policy_that_demands_a_second_factor_holds_for_who_comes_from_a_provider):
            try:
                story(running, provider)
            except AssertionError as problem:
                raise AssertionError(f"{story.__name__}: {problem}") from problem
        end(running, provider, SECRET, "u-1001")
    finally:
        provider.process.kill()


if __name__ == "__main__":
    main(whoever_a_provider_vouches_for_comes_in_and_nobody_by_a_wrong_answer, people=120)
