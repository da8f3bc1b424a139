"""tests/system/live_test.py: the live room under load and under kill -9: nothing acknowledged is lost or counted twice."""
import time

from lesson import Lesson, Link, cookie_of, together
from program import Person, main, server

PEOPLE = 300
OPTIONS = 4


def what_was_acknowledged_in_the_room_survives_a_kill(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    lesson = Lesson(running, data, url)
    lesson.open(source="none")
    desk = lesson.join(lesson.teacher)
    people = [Person(running.address, login) for login in ("learner", "learner2", "learner3")]
    links = [lesson.join(p) for p in people]
    poll = desk.say("poll", title="听得清吗？", options=["清楚", "不清楚"])["poll_id"]
    said = [link.say("danmaku", text=f"我是第{i}位")["seq"] for i, link in enumerate(links)]
    asked = [link.say("ask", text=f"第{i}个问题")["question_id"] for i, link in enumerate(links)]
    links[0].say("answer", poll_id=poll, options=["1"])
    links[1].say("answer", poll_id=poll, options=["2"])
    links[1].say("answer", poll_id=poll, options=["1"])
    links[2].say("vote", question_id=asked[0], on=True)
    last = links[0].say("hand", on=True)["seq"]
    links[0].say("heartbeat")
    running.process.kill()
    running.process.wait()

    again = server.Server(program, data, url)
    lesson = Lesson(again, data, url)
    link = Link(again.address, lesson.session, cookie_of(people[0]), since=said[0])
    hello = link.hello
    missed = [e["seq"] for e in hello["missed"]]
    assert missed == list(range(said[0] + 1, last + 1)), (missed, said, last)
    assert {e["body"].get("text") for e in hello["missed"] if e["kind"] == "danmaku"} == {"我是第1位", "我是第2位"}
    assert {q["id"] for q in hello["questions"]} == set(asked)
    assert [q["votes"] for q in hello["questions"] if q["id"] == asked[0]] == [1]
    assert hello["poll"]["counts"] == [2, 0] and hello["poll"]["total"] == 2 and hello["poll"]["mine"] == [1]
    assert [h["state"] for h in hello["hands"]] == ["raised"]
    assert hello["room"]["state"] == "open"
    open_spans = lesson.query("SELECT COUNT(*) FROM live_presence WHERE left_at IS NULL")[0][0]
    assert int(open_spans) == 1, f"{open_spans} connections are open, one is connected"
    assert link.say("hand", on=False)["seq"] == last + 1
    link.close()
    problem = again.stop()
    assert problem is None, problem


def a_poll_of_hundreds_is_counted_to_the_last_answer(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    lesson = Lesson(running, data, url)
    lesson.open(source="none")
    cookies = lesson.learners(PEOPLE)
    links = [None] * len(cookies)

    def come(i):
        links[i] = Link(running.address, lesson.session, cookies[i])

    began = time.monotonic()
    together([lambda i=i: come(i) for i in range(len(cookies))])
    joined = time.monotonic()
    desk = lesson.join(lesson.teacher)
    poll = desk.say("poll", title="今天的内容有帮助吗？", options=[f"选项{n}" for n in range(1, OPTIONS + 1)])["poll_id"]

    def answer(i):
        links[i].event("poll_opened")
        links[i].say("answer", poll_id=poll, options=[str(1 + i % OPTIONS)])
        if i % 3 == 0:  # some change their minds, some answer twice
            links[i].say("answer", poll_id=poll, options=[str(1 + (i + 1) % OPTIONS)])
        if i % 5 == 0:
            links[i].say("answer", poll_id=poll, options=[str(1 + (i + (i % 3 == 0)) % OPTIONS)])

    opened = time.monotonic()
    together([lambda i=i: answer(i) for i in range(len(cookies))])
    answered = time.monotonic()
    expected = [0] * OPTIONS
    for i in range(len(cookies)):
        expected[(i + (i % 3 == 0)) % OPTIONS] += 1
    desk.say("poll_close", poll_id=poll)
    closed = desk.event("poll_closed")["body"]
    polls = lesson.teacher.ask("GET", f"/api/v1/sessions/{lesson.session}/live/polls").json()["items"]
    assert polls[0]["counts"] == expected and polls[0]["total"] == len(cookies), (polls[0], expected)
    assert closed["counts"] == expected and closed["total"] == len(cookies), (closed, expected)
    tally = links[0].wait(lambda m: m["t"] == "tally" and m["d"]["total"] == len(cookies))
    assert tally["d"]["counts"] == expected
    print(f"{len(cookies)} people joined in {joined - began:.2f} s, answered in {answered - opened:.2f} s")
    presence = desk.wait(lambda m: m["t"] == "presence" and m["d"]["online"] >= len(cookies))
    assert presence["d"]["joined"] >= len(cookies), presence["d"]
    for link in links:
        link.close()
    desk.wait(lambda m: m["t"] == "presence" and m["d"]["online"] == 1)
    problem = running.stop()
    assert problem is None, problem


def staying_long_enough_marks_the_roll(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    lesson = Lesson(running, data, url)
    lesson.open(source="none")
    learner = Person(running.address, "learner")
    link = lesson.join(learner)
    link.say("heartbeat")
    marks = f"SELECT COUNT(*) FROM roll_mark WHERE session_id = {lesson.session} AND source = 'live'"
    assert int(lesson.query(marks)[0][0]) == 0, "marked at once"
    # ten minutes pass: the lesson opened and the learner came that much earlier
    lesson.query("UPDATE live_room SET opened_at = opened_at - 700000000; UPDATE live_presence SET joined_at = joined_at - 700000000")
    link.say("heartbeat")
    assert int(lesson.query(marks)[0][0]) == 1, "not marked"
    link.say("heartbeat")
    link.close()
    problem = running.stop()
    assert problem is None, problem
    assert int(lesson.query(marks)[0][0]) == 1
    seconds = int(lesson.query("SELECT SUM(seconds) FROM live_presence WHERE role = 'learner'")[0][0])
    assert 700 <= seconds <= 720, f"{seconds} seconds"


if __name__ == "__main__":
    main(what_was_acknowledged_in_the_room_survives_a_kill, a_poll_of_hundreds_is_counted_to_the_last_answer,
         staying_long_enough_marks_the_roll)
