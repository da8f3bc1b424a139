"""tests/system/kill_test.py: kill -9 in the middle of writes: what was acknowledged is there, nothing is half there."""
import http.client
import itertools
import random
import threading
import time

from program import Person, main, server, verify

WRITERS = 8
ROUNDS = 3


class Round:
    """Some writers that open organisations as fast as they are answered, until the server is killed."""

    def __init__(self, address, parent, number):
        self.parent, self.number = parent, number
        self.counter = itertools.count()
        self.acknowledged, self.sent, self.wrong = {}, set(), []
        self.people = [Person(address, "office") for _ in range(WRITERS)]
        self.threads = [threading.Thread(target=self.write, args=(p,)) for p in self.people]

    def write(self, person):
        while True:
            name = f"断电{self.number}-{next(self.counter)}"
            self.sent.add(name)
            try:
                reply = person.ask("POST", "/api/v1/orgs", new_org(self.parent, name))
            except (OSError, ValueError, http.client.HTTPException):
                return  # the server is dead
            if reply.status == 201:
                self.acknowledged[reply.json()["id"]] = name
            elif reply.status != 503:  # too many at once on one row: told to try again
                self.wrong.append(reply.text())


def new_org(parent, name):
    return {"parent_id": parent, "kind": "unit", "level": "township", "name": name, "short_name": name}


def kill_while_writing(running, parent, number):
    one = Round(running.address, parent, number)
    for thread in one.threads:
        thread.start()
    time.sleep(random.uniform(0.2, 0.6))  # the moment of a power cut is nobody's event
    running.process.kill()
    running.process.wait()
    for thread in one.threads:
        thread.join()
    return one


def check_after(person, one):
    assert not one.wrong, one.wrong[0]
    for id_, name in one.acknowledged.items():
        reply = person.ask("GET", f"/api/v1/orgs/{id_}")
        assert reply.status == 200 and reply.json()["name"] == name, f"lost: {name} ({reply.status})"
    assert one.acknowledged, "the writers wrote nothing"


def what_was_acknowledged_survives_a_kill(program, city):
    data, url = city.copy()
    for number in range(ROUNDS):
        running = server.Server(program, data, url)
        office = Person(running.address, "office")
        parent = office.ask("GET", "/api/v1/orgs?limit=1").json()["items"][0]["id"]
        one = kill_while_writing(running, parent, number)
        again = server.Server(program, data, url)
        check_after(Person(again.address, "office"), one)
        problem = again.stop()
        assert problem is None, problem
        print(f"round {number}: {len(one.acknowledged)} acknowledged of {len(one.sent)} sent")
    problem = verify(program, data, url)
    assert problem is None, problem


main(what_was_acknowledged_survives_a_kill)
