"""tests/system/factor_test.py: the second factor, with codes made here as an authenticator would make them (RFC 6238)."""
import json
import time

from phone import Phone
from program import PASSWORD, Person, client, main, server


def sign_in(running, login, code=None):
    jar = client.Jar()
    body = {"login": login, "password": PASSWORD} | ({"code": code} if code else {})
    return client.request(running.address, "POST", "/api/v1/session", [("Content-Type", "application/json")],
                          json.dumps(body).encode(), jar)


def a_second_factor_is_asked_for_once_it_is_set_up(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    person = Person(running.address, "manager")
    begun = person.ask("POST", "/api/v1/session/factor").json()
    assert begun["uri"].startswith("otpauth://totp/") and begun["qr"].startswith("<svg"), begun
    phone = Phone(begun["secret"])
    assert sign_in(running, "manager").status == 201, "nothing is asked before it is confirmed"
    wrong = person.ask("POST", "/api/v1/session/factor/confirm", {"code": "000000"})
    assert wrong.status == 422 and wrong.json()["code"] == "account.code_wrong", wrong.text()
    first = phone.code()
    confirmed = person.ask("POST", "/api/v1/session/factor/confirm", {"code": first})
    assert confirmed.status == 201, confirmed.text()
    codes = confirmed.json()["recovery_codes"]
    assert len(set(codes)) == 10, codes
    missing = sign_in(running, "manager")
    assert (missing.status, missing.json()["code"]) == (401, "account.code_needed"), missing.text()
    again = sign_in(running, "manager", first)
    assert (again.status, again.json()["code"]) == (401, "account.code_wrong"), "a code is good for once"
    assert sign_in(running, "manager", phone.code()).status == 201
    assert sign_in(running, "manager", codes[3]).status == 201, "a recovery code instead"
    assert sign_in(running, "manager", codes[3]).status == 401, "but once"
    state = person.ask("GET", "/api/v1/session/factor").json()
    assert state["on"] and state["recovery_left"] == 9, state
    admin = Person(running.address, "sysadmin")
    account = admin.ask("GET", "/api/v1/accounts?q=manager&limit=1").json()["items"][0]
    gone = admin.ask("DELETE", f"/api/v1/accounts/{account['id']}/factor")
    assert gone.status == 204, gone.text()
    assert sign_in(running, "manager").status == 201, "who lost the phone signs in again"
    problem = running.stop()
    assert problem is None, problem


def whom_the_policy_demands_it_of_can_do_nothing_before(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    secadmin = Person(running.address, "secadmin")
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
    low = secadmin.ask("POST", "/api/v1/policies", {"code": "password_min_chars", "from_on": today, "value_int": 2, "source": "x"})
    assert low.status == 422 and low.json()["field"] == "value_int", low.text()
    done = secadmin.ask("POST", "/api/v1/policies", {"code": "factor_for", "from_on": today, "value_int": 2, "source": "内部规定"})
    assert done.status in (200, 201), done.text()
    versions = [row for row in done.json()["items"] if row["code"] == "factor_for"]
    assert len(versions) == 2 and versions[0]["until_on"] < today, versions
    auditor = Person(running.address, "auditor")
    session = auditor.ask("GET", "/api/v1/session").json()
    assert session["factor_due"] and not session["roles"] and not session["permissions"], session
    assert auditor.ask("GET", "/api/v1/audit").status in (403, 404)
    begun = auditor.ask("POST", "/api/v1/session/factor").json()
    confirmed = auditor.ask("POST", "/api/v1/session/factor/confirm", {"code": Phone(begun["secret"]).code()})
    assert confirmed.status in (200, 201), confirmed.text()
    session = auditor.ask("GET", "/api/v1/session").json()
    assert session["roles"] and not session["factor_due"], session
    assert auditor.ask("GET", "/api/v1/audit").status == 200
    assert not Person(running.address, "manager").ask("GET", "/api/v1/session").json()["factor_due"], "others as before"
    problem = running.stop()
    assert problem is None, problem


main(a_second_factor_is_asked_for_once_it_is_set_up, whom_the_policy_demands_it_of_can_do_nothing_before)
