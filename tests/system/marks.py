"""tests/system/marks.py: marks of a roll that arrive as fast as they are answered, and which of them were acknowledged."""
import http.client
import itertools
import json
import pathlib
import threading

from program import Person

STATES = ("present", "late", "absent")
AGAIN = (500, 502, 503, 504)  # nobody knows, or not now: such a mark is sent no more


class Marks:
    """Writers on the demo lesson's roll. `addresses`: one server, or several that they share out among them."""

    def __init__(self, addresses, data, writers=6, login="office"):
        self.addresses = list(addresses)
        demo = json.loads(pathlib.Path(data, "demo.json").read_text("utf-8"))
        self.session = demo["session_id"]
        self.office = Person(self.addresses[0], login)
        roll = self.office.ask("GET", f"/api/v1/sessions/{self.session}/roll?limit=1000")
        assert roll.status == 200, roll.text()
        self.people = [item["person_id"] for item in roll.json()["items"]]
        assert len(self.people) >= writers, "too few people to mark"
        self.acknowledged, self.refused, self.wrong = {}, 0, []  # person → number and state of the last
        self.number, self.stopping, self.lock = itertools.count(1), threading.Event(), threading.Lock()
        self.last = 0
        shares = [self.people[i::writers] for i in range(writers)]
        self.threads = [threading.Thread(target=self.write, args=(i, share)) for i, share in enumerate(shares)]

    def write(self, i, share):
        """One writer has its own people, so the last acknowledged mark of each is the one that must be there."""
        person = Person(self.addresses[i % len(self.addresses)], "office")
        for turn in itertools.count():
            for id_ in share:
                if self.stopping.is_set():
                    return
                self.mark(person, id_, STATES[turn % len(STATES)])

    def mark(self, person, id_, state):
        body = {"marks": [{"person_id": id_, "state": state}]}
        try:
            reply = person.ask("PUT", f"/api/v1/sessions/{self.session}/roll", body)
        except (OSError, ValueError, http.client.HTTPException):
            self.unsure(id_)
            return
        if reply.status == 200:
            with self.lock:
                self.last = next(self.number)
                self.acknowledged[id_] = (self.last, state)
        elif reply.status in AGAIN:
            self.unsure(id_)
        else:
            self.wrong.append(f"{reply.status} {reply.text()}")
            self.stopping.set()

    def unsure(self, id_):
        """The mark may be there or not: what was known of that person before is known no more."""
        with self.lock:
            self.refused += 1
            self.acknowledged.pop(id_, None)

    def start(self):
        for thread in self.threads:
            thread.start()

    def wait_for(self, more):
        """Until so many more have been acknowledged."""
        target = self.last + more
        while self.last < target and not self.stopping.wait(0.01):
            pass
        assert not self.wrong, self.wrong[0]

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        assert not self.wrong, self.wrong[0]

    def check(self, address):
        """Every acknowledged mark is what a server says now."""
        person = Person(address, "office")
        roll = person.ask("GET", f"/api/v1/sessions/{self.session}/roll?limit=1000").json()["items"]
        states = {item["person_id"]: item["state"] for item in roll}
        for id_, (_, state) in self.acknowledged.items():
            assert states.get(id_) == state, f"lost: {id_} was acknowledged as {state} and is {states.get(id_)}"
        return len(self.acknowledged)
