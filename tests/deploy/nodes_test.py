"""tests/deploy/nodes_test.py: two nodes on one PostgreSQL, NATS between them, nginx in front: one room."""
import pathlib
import shutil
import subprocess
import time

from front import Front, server
from lesson import Lesson, Link, cookie_of
from program import Person, main

NODE_OF = "(id / 4096) % 1024"


class Nats:
    def __init__(self, folder):
        self.folder, self.port = folder, server.free_port()
        self.url = f"nats://rooms@127.0.0.1:{self.port}"
        self.start()

    def start(self):
        with open(self.folder / "nats.log", "ab") as log:
            self.process = subprocess.Popen(["nats-server", "-a", "127.0.0.1", "-p", str(self.port), "--auth", "rooms"], stdout=log,
                                            stderr=log)

    def stop(self):
        self.process.kill()
        self.process.wait()


def metric(running, name):
    text = server.client.request(running.address, "GET", "/metrics", [], None).text()
    return float(next(line.split(" ")[1] for line in text.splitlines() if line.startswith(f"tongke_{name} ")))


def until(true, what, seconds=30):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def danmaku(link, text):
    """Its number; who speaks too fast waits a little."""
    while True:
        try:
            return link.say("danmaku", text=text)["seq"]
        except AssertionError as problem:
            if "danmaku_pace" not in str(problem):
                raise
            time.sleep(0.2)


def words(link, text):
    """Its number, whenever it came: what was said on two nodes may arrive in another order than that of the numbers."""
    link.position = 0
    return link.wait(lambda m: m["t"] == "event" and m["d"]["body"].get("text") == text)["d"]["seq"]


def a_room_is_one_on_two_nodes(lesson, links):
    """Whoever says something, everybody hears it once, with its number."""
    numbers = [danmaku(link, f"第{i}处") for i, link in enumerate(links)]
    for link in links:
        assert [words(link, f"第{i}处") for i in range(len(links))] == numbers
    desk = links[0]
    poll = desk.say("poll", title="听得清吗？", options=["清楚", "不清楚"])["poll_id"]
    for link in links[1:]:
        link.event("poll_opened")
        link.say("answer", poll_id=poll, options=["1"])
    for link in links:  # the figures that a tick tells
        link.wait(lambda m: m["t"] == "tally" and m["d"]["total"] == len(links) - 1)
        link.wait(lambda m: m["t"] == "presence" and m["d"]["online"] >= len(links) - 1)


def what_nats_lost_the_database_has(lesson, nats, nodes, desk, person):
    """A client of the other node is told to come again, and gets by number what it missed."""
    link = Link(nodes[1].address, lesson.session, cookie_of(person))
    nats.stop()
    until(lambda: all(metric(node, "bridge_lost") == 1 for node in nodes), "NATS is not missed")
    seqs = [danmaku(desk, "无人转告")]
    nats.start()
    until(lambda: all(metric(node, "bridge_lost") == 0 for node in nodes), "NATS is not found again")
    try:
        link.wait(lambda m: m["t"] == "event" and m["d"]["seq"] == seqs[0])
        raise AssertionError("what was said while NATS was away came without asking")
    except ConnectionError:
        assert link.socket.close_code == 1001, link.socket.close_code
    last = max([m["d"]["seq"] for m in link.heard if m["t"] == "event"] + [link.hello["seq"]])
    again = Link(nodes[1].address, lesson.session, cookie_of(person), since=last)
    assert [e["seq"] for e in again.hello["missed"]] == seqs, (again.hello["missed"], seqs, last)
    return again


def who_signs_out_on_one_node_is_out_on_the_other(node, login, link):
    """Another window of the same person is told to come again."""
    assert Person(node.address, login).ask("DELETE", "/api/v1/session").status == 204
    try:
        link.wait(lambda m: False)
        raise AssertionError("the link goes on")
    except ConnectionError:
        assert link.socket.close_code == 1001, link.socket.close_code


def a_number_is_given_once(program, data, url):
    """Two nodes with one number would make the same ids."""
    words = [program, "serve", "--data", data, "--db", url, "--node", "1", "--listen", f"127.0.0.1:{server.free_port()}"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1 and "--node" in done.stderr, done.stdout + done.stderr


def one_room_on_two_nodes(program, city):
    data, url = city.copy()
    folder = pathlib.Path(data).parent
    other = folder / "other"
    shutil.copytree(data, other)
    nats = Nats(folder)
    first = server.Server(program, data, url, ["--node", "1", "--nats", nats.url, "--trusted-proxy", "127.0.0.1"])
    second_options = ["--node", "2", "--nats", nats.url, "--trusted-proxy", "127.0.0.1", "--no-media"]
    second = server.Server(program, other, url, second_options)
    front = Front(folder / "front", [first.address, second.address], first.address)
    try:
        lesson = Lesson(first, data, url)
        lesson.open(source="none")
        until(lambda: metric(first, "bridge_lost") == metric(second, "bridge_lost") == 0, "NATS is not found")
        people = [Person(front.address, login) for login in ("learner", "learner2", "learner3")]
        a_number_is_given_once(program, other, url)
        links = [lesson.join(lesson.teacher), Link(second.address, lesson.session, cookie_of(people[0]))]
        links += [Link(front.address, lesson.session, cookie_of(p)) for p in people[1:]]
        a_room_is_one_on_two_nodes(lesson, links)
        assert metric(second, "bridge_received_total") > 0 and metric(first, "bridge_received_total") > 0
        nodes = {int(n) for n, in lesson.query(f"SELECT DISTINCT {NODE_OF} FROM live_presence WHERE left_at IS NULL")}
        assert nodes == {1, 2}, f"ids were made by {nodes}"

        for link in links[1:]:
            link.close()
        problem = second.stop()  # the front goes on with one; what the other node has open is not touched by a start
        assert problem is None, problem
        for _ in range(4):
            assert people[0].ask("GET", "/api/v1/session").status == 200, "the front does not leave out a node that is gone"
        second = server.Server(program, other, url, second_options)
        until(lambda: metric(second, "bridge_lost") == 0, "NATS is not found")
        mine = lesson.query(f"SELECT COUNT(*) FROM live_presence WHERE left_at IS NULL AND {NODE_OF} = 1")
        assert int(mine[0][0]) > 0, "the start of one node ended the presence of those on the other"
        again = what_nats_lost_the_database_has(lesson, nats, [first, second], lesson.join(lesson.teacher), people[0])
        back = Link(first.address, lesson.session, cookie_of(people[1]))
        number = danmaku(back, "又通了")
        assert words(again, "又通了") == number
        who_signs_out_on_one_node_is_out_on_the_other(second, "learner2", back)
        again.close()
        for running in (first, second):
            problem = running.stop()
            assert problem is None, problem
    finally:
        front.stop()
        nats.stop()


main(one_room_on_two_nodes, only="PostgreSQL", people=60)
