"""tests/system/seats_test.py: many at once want the last seats: each seat is given once, and the counts stay true."""
import concurrent.futures
import datetime

from program import Person, main, server

SEATS, PEOPLE, CALLERS = 3, 24, 8


def day(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


def ok(reply):
    assert reply.status < 300, f"{reply.status} {reply.text()}"
    return reply.json()


def open_class(office):
    academy = ok(office.ask("GET", "/api/v1/orgs?kind=academy&limit=1"))["items"][0]["id"]
    body = {"org_id": academy, "title": "抢座班", "starts_on": day(30), "ends_on": day(32), "seats_max": SEATS}
    klass = ok(office.ask("POST", "/api/v1/classes", body))["id"]
    people = [ok(office.ask("POST", "/api/v1/people", {"org_id": academy, "name": f"学员{i}"}))["id"] for i in range(PEOPLE)]
    answer = ok(office.ask("POST", f"/api/v1/classes/{klass}/enrolments", {"person_ids": people}))
    return klass, [item["enrolment_id"] for item in answer["items"]]


def at_once(callers, work, things):
    def one(number_thing):
        number, thing = number_thing
        return work(callers[number % CALLERS], thing)
    with concurrent.futures.ThreadPoolExecutor(CALLERS) as pool:
        return list(pool.map(one, enumerate(things)))


def states(office, klass):
    items = ok(office.ask("GET", f"/api/v1/classes/{klass}/enrolments?limit=100"))["items"]
    record = ok(office.ask("GET", f"/api/v1/classes/{klass}"))
    for state in ("confirmed", "waiting", "proposed"):
        found = sum(item["state"] == state for item in items)
        assert record[f"{state}_count"] == found, f"{state}: {record[f'{state}_count']} counted, {found} there"
    return items


def the_last_seats_are_given_once(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    callers = [Person(running.address, "office") for _ in range(CALLERS)]
    office = callers[0]
    klass, enrolments = open_class(office)
    confirm = {"state": "confirmed"}
    for reply in at_once(callers, lambda who, e: who.ask("POST", f"/api/v1/enrolments/{e}/state", confirm), enrolments):
        assert reply.status == 200, f"{reply.status} {reply.text()}"
    items = states(office, klass)
    assert sum(item["state"] == "confirmed" for item in items) == SEATS
    queue = sorted(item["waiting_no"] for item in items if item["state"] == "waiting")
    assert queue == list(range(1, PEOPLE - SEATS + 1)), queue

    seated = [item["id"] for item in items if item["state"] == "confirmed"]
    next_up = {item["id"] for item in items if 0 < item["waiting_no"] <= SEATS}
    leave = {"state": "withdrawn", "reason": "临时出差"}
    for reply in at_once(callers, lambda who, e: who.ask("POST", f"/api/v1/enrolments/{e}/state", leave), seated):
        assert reply.status == 200, f"{reply.status} {reply.text()}"
    items = states(office, klass)
    assert {item["id"] for item in items if item["state"] == "confirmed"} == next_up, "the first of the queue move up"
    queue = sorted(item["waiting_no"] for item in items if item["state"] == "waiting")
    assert queue == list(range(1, PEOPLE - 2 * SEATS + 1)), f"the queue closes up: {queue}"
    problem = running.stop()
    assert problem is None, problem


if __name__ == "__main__":
    main(the_last_seats_are_given_once)
