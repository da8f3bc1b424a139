"""tests/system/dispatch_test.py: kill -9 while a plan is computed and while its calls are published: computed once in the
end, and published once, to everybody, or not at all."""
import datetime
import http.client
import random
import threading
import time

from program import Person, main, server

SEATS = 60
WAIT_S = 120


def day(n):
    return (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))) + datetime.timedelta(days=n)).strftime("%Y-%m-%d")


def must(person, method, path, body=None):
    reply = person.ask(method, "/api/v1" + path, body)
    assert reply.status < 400, f"{method} {path}: {reply.status} {reply.text()}"
    return reply.json()


def new_round(office):
    academy = must(office, "GET", "/orgs?kind=academy")["items"][0]["id"]
    made = must(office, "POST", "/dispatch/rounds", {"title": "断电批次", "from_on": day(10), "until_on": day(60)})
    offers = []
    for n in range(3):
        klass = must(office, "POST", "/classes", {"org_id": academy, "title": f"断电班{n}", "starts_on": day(20 + 7 * n),
                                                  "ends_on": day(22 + 7 * n), "seats_max": SEATS // 3})
        must(office, "POST", f"/classes/{klass['id']}/state", {"state": "open"})
        offers.append({"class_id": klass["id"], "seats_max": SEATS // 3})
    must(office, "PUT", f"/dispatch/rounds/{made['id']}/classes", {"items": offers})
    return made["id"]


def wait_for(office, job):
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        state = must(office, "GET", f"/jobs/{job}")["state"]
        if state not in ("queued", "running"):
            return state
        time.sleep(0.1)
    raise AssertionError("the job does not end")


def killed_while(running, work, after_s):
    """The moment of a power cut is nobody's event."""
    def ask():
        try:
            work()
        except (OSError, ValueError, http.client.HTTPException, AssertionError):
            pass  # the server is dead

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(after_s)
    running.process.kill()
    running.process.wait()
    thread.join()


def a_killed_plan_is_computed_anew_and_a_killed_publication_is_whole_or_nothing(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    round_id = new_round(office)
    job = must(office, "POST", f"/dispatch/rounds/{round_id}/solve", {})["job_id"]
    killed_while(running, lambda: None, random.uniform(0.02, 0.4))

    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    assert wait_for(office, job) == "done"
    versions = must(office, "GET", f"/dispatch/rounds/{round_id}/versions")["items"]
    assert len(versions) == 1 and versions[0]["placed"] == SEATS, versions
    places = must(office, "GET", f"/dispatch/versions/{versions[0]['id']}/places?count=true&limit=1")
    assert places["total"] == versions[0]["people"], (places["total"], versions[0]["people"])
    must(office, "POST", f"/dispatch/rounds/{round_id}/state", {"state": "reviewed"})
    killed_while(running, lambda: office.ask("POST", f"/api/v1/dispatch/rounds/{round_id}/publish", {}), random.uniform(0.0, 0.05))

    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    state = must(office, "GET", f"/dispatch/rounds/{round_id}")["state"]
    calls = must(office, "GET", f"/dispatch/rounds/{round_id}/calls?count=true&limit=1")["total"]
    assert (state, calls) in (("reviewed", 0), ("published", SEATS)), (state, calls)
    print(f"after the kill: {state}, {calls} calls")
    if state == "reviewed":
        assert must(office, "POST", f"/dispatch/rounds/{round_id}/publish", {})["calls"] == SEATS
    # What was answered is on disk: killed with the reply, the calls stand.
    running.process.kill()
    running.process.wait()
    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    assert must(office, "GET", f"/dispatch/rounds/{round_id}")["state"] == "published"
    calls = must(office, "GET", f"/dispatch/rounds/{round_id}/calls?limit=200")["items"]
    assert len(calls) == SEATS and len({c["person_id"] for c in calls}) == SEATS, "each is called once"
    again = office.ask("POST", f"/api/v1/dispatch/rounds/{round_id}/publish", {})
    assert again.status == 409, "published twice"
    problem = running.stop()
    assert problem is None, problem


main(a_killed_plan_is_computed_anew_and_a_killed_publication_is_whole_or_nothing)
