"""tests/system/media_test.py: the pictures of a lesson: a recorded file, a real publisher, restarts, drops, wrong keys."""
import os
import pathlib
import signal
import subprocess
import time

from lesson import Lesson
from program import Person, client, main, server

os.environ["TONGKE_RTMP_PORT"] = str(server.free_port())


def get(person, target):
    return client.request(person.address, "GET", target, [], None, person.jar)


def parts_are_sent(person, target, whole):
    """Of a segment: one part, its end, nothing behind its end, and all of it for who has another version."""
    def ask(*fields):
        reply = client.request(person.address, "GET", target, list(fields), None, person.jar)
        return reply.status, reply.header("content-range"), reply.body

    tag, size = get(person, target).header("etag"), len(whole)
    assert ask(("Range", "bytes=10-19")) == (206, f"bytes 10-19/{size}", whole[10:20])
    assert ask(("Range", "bytes=-5"), ("If-Range", tag)) == (206, f"bytes {size - 5}-{size - 1}/{size}", whole[-5:])
    assert ask(("Range", f"bytes={size}-"))[:2] == (416, f"bytes */{size}")
    assert ask(("Range", "bytes=0-0"), ("If-Range", '"another"'))[::2] == (200, whole)
    assert ask(("If-None-Match", tag))[0] == 304


def playlist(person, session, name="index.m3u8"):
    reply = get(person, f"/media/live/{session}/{name}")
    return reply.text() if reply.status == 200 else ""


def segments(text):
    return [line for line in text.splitlines() if line.startswith("seg-")]


def until(what, found, seconds=20):
    """The first true answer of `found`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = found()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s in vain for: {what}")


def probe(path):
    """Codecs of a file or list."""
    done = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", path],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def seconds_of(path):
    done = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path],
                          capture_output=True, text=True, check=True)
    return float(done.stdout)


def ffmpegs(directory):
    """Processes that run in a directory."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.readlink(entry / "cwd") == str(directory):
                found.append(int(entry.name))
        except OSError:
            pass
    return found


def publish(port, key, film):
    return subprocess.Popen(["ffmpeg", "-nostdin", "-v", "error", "-re", "-i", film, "-c", "copy", "-f", "flv",
                             f"rtmp://127.0.0.1:{port}/live/{key}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def media_of(lesson):
    return lesson.query("SELECT id FROM media WHERE path = 'lecture.mp4'")[0][0]


def a_recorded_file_is_seen_as_live(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    lesson = Lesson(running, data, url)
    learner = Person(running.address, "learner")
    link = lesson.join(learner)
    folder = pathlib.Path(data, "media/live", lesson.session)
    opened = lesson.open(source="file", media_id=str(media_of(lesson)), repeats=True)
    assert opened["media"]["state"] == "waiting" and opened["stream"]["key"] is None
    began = time.monotonic()
    event = link.event("media")
    assert event["body"]["state"] == "playing", event
    print(f"the first picture after {time.monotonic() - began:.1f} s")
    first = playlist(learner, lesson.session)
    assert first.startswith("#EXTM3U") and "#EXT-X-ENDLIST" not in first
    assert "#EXT-X-TARGETDURATION:1\n" in first, first
    seen = segments(first)
    advanced = until("the list to advance", lambda: [s for s in segments(playlist(learner, lesson.session)) if s not in seen])
    segment = get(learner, f"/media/live/{lesson.session}/{advanced[0]}")
    assert segment.status == 200 and segment.header("content-type") == "video/mp2t"
    assert "immutable" in segment.header("cache-control")
    parts_are_sent(learner, f"/media/live/{lesson.session}/{advanced[0]}", (folder / advanced[0]).read_bytes())
    assert get(learner, f"/media/live/{lesson.session}/index.m3u8").header("cache-control") == "no-cache"
    assert probe(str(folder / advanced[0])) == {"h264", "aac"}
    for bad in ("../../secret.key", "%2e%2e%2finput.txt", "input.txt", ".hidden.ts"):
        assert get(learner, f"/media/live/{lesson.session}/{bad}").status in (400, 404), bad
    (folder / "empty.ts").touch()  # as a full disk leaves them
    held = len(os.listdir(f"/proc/{running.process.pid}/fd"))
    for _ in range(40):
        assert get(learner, f"/media/live/{lesson.session}/empty.ts").status == 200
    assert len(os.listdir(f"/proc/{running.process.pid}/fd")) < held + 20, "an empty file is not closed"
    stranger = Person(running.address, "sysadmin")
    assert get(stranger, f"/media/live/{lesson.session}/index.m3u8").status == 404

    running.process.kill()  # the children go with us
    running.process.wait()
    until("ffmpeg to die with the server", lambda: not ffmpegs(folder))
    again = server.Server(program, data, url)
    lesson = Lesson(again, data, url)
    learner = Person(again.address, "learner")
    last = segments(pathlib.Path(folder, "index.m3u8").read_text())[-1]
    text = until("the lesson to resume", lambda: (lambda t: t if segments(t) and segments(t)[-1] > last else "")(
        playlist(learner, lesson.session)))
    assert "#EXT-X-DISCONTINUITY" in text
    until("the state to be playing again", lambda: lesson.state()["media"]["state"] == "playing")
    assert lesson.state()["media"]["started_at"] == event["body"]["started_at"], "the film went back to its beginning"
    lesson.close()
    until("ffmpeg to stop", lambda: not ffmpegs(folder))
    until("the end mark", lambda: "#EXT-X-ENDLIST" in playlist(learner, lesson.session))
    problem = again.stop()
    assert problem is None, problem


def a_publisher_drops_and_comes_back(program, city):
    data, url = city.copy()
    film = str(pathlib.Path(data, "media/lecture.mp4"))
    running = server.Server(program, data, url)
    lesson = Lesson(running, data, url)
    learner = Person(running.address, "learner")
    link = lesson.join(learner)
    folder = pathlib.Path(data, "media/live", lesson.session)
    opened = lesson.open(source="rtmp")
    assert opened["media"]["state"] == "waiting"
    stream = until("the stream's address", lambda: lesson.state()["stream"]["url"] and lesson.state()["stream"])
    assert learner.ask("GET", f"/api/v1/sessions/{lesson.session}/live").json()["stream"]["key"] is None, "told to a learner"
    assert stream["url"].endswith(f":{stream['port']}/live/{stream['key']}"), stream
    until("ffmpeg to listen", lambda: is_listening(stream["port"]))

    intruder = publish(stream["port"], "guessed", film)
    intruder.wait(20)
    until("ffmpeg to listen again", lambda: is_listening(stream["port"]))
    assert not segments(playlist(learner, lesson.session)), "a wrong key was shown"

    began = time.monotonic()
    publisher = publish(stream["port"], stream["key"], film)
    assert link.event("media")["body"]["state"] == "playing"
    print(f"the publisher is seen after {time.monotonic() - began:.1f} s")
    until("some segments", lambda: len(segments(playlist(learner, lesson.session))) >= 4)
    publisher.send_signal(signal.SIGKILL)
    publisher.wait()
    killed = time.monotonic()
    assert link.event("media")["body"]["state"] == "lost"
    print(f"the loss is told after {time.monotonic() - killed:.1f} s")
    before = len(segments(playlist(learner, lesson.session, "recording.m3u8")))

    until("ffmpeg to listen again", lambda: is_listening(stream["port"]))
    publisher = publish(stream["port"], stream["key"], film)
    assert link.event("media")["body"]["state"] == "playing"
    text = until("more segments", lambda: (lambda t: t if len(segments(t)) > before + 2 else "")(
        playlist(learner, lesson.session, "recording.m3u8")))
    assert text.count("#EXT-X-DISCONTINUITY") >= 1
    numbers = [int(s[4:-3]) for s in segments(text)]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), numbers
    assert probe(str(folder / segments(text)[-1])) == {"h264", "aac"}
    lesson.close()
    until("ffmpeg to stop", lambda: not ffmpegs(folder))
    text = until("the end of the recording", lambda: (lambda t: t if "#EXT-X-ENDLIST" in t else "")(
        playlist(learner, lesson.session, "recording.m3u8")))
    publisher.kill()
    publisher.wait()
    recorded = sum(float(line[8:].rstrip(",")) for line in text.splitlines() if line.startswith("#EXTINF:"))
    assert recorded >= before + 2, recorded
    assert seconds_of(str(folder / "recording.m3u8")) > 0
    problem = running.stop()
    assert problem is None, problem


def is_listening(port):
    """Asks the kernel: a connection would be taken for the publisher."""
    wanted = f":{port:04X}"
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1].endswith(wanted) and fields[3] == "0A":
            return True
    return False


if __name__ == "__main__":
    main(a_recorded_file_is_seen_as_live, a_publisher_drops_and_comes_back, only="SQLite")
