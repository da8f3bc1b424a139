"""tests/deploy/front_test.py: what lies in deploy/ works: nginx in front of a real server, the unit, the rules, the board."""
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

from front import ROOT, Front, server
from lesson import Lesson, Link, cookie_of
from program import Person, main

METRIC = re.compile(r"\b(?:tongke|process)_[a-z_]+")


def names_that_exist(address):
    reply = server.client.request(address, "GET", "/metrics", [], None)
    assert reply.status == 200
    lint = subprocess.run(["promtool", "check", "metrics"], input=reply.body, capture_output=True, check=False)
    assert lint.returncode == 0, lint.stdout.decode() + lint.stderr.decode()
    return set(METRIC.findall(reply.text()))


def the_unit_is_hardened():
    with tempfile.TemporaryDirectory(prefix="tongke-unit-") as folder:
        unit = pathlib.Path(folder, "tongke.service")
        text = (ROOT / "deploy/systemd/tongke.service").read_text("utf-8")
        unit.write_text(text.replace("/usr/bin/tongke", shutil.which("true")), "utf-8")
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False)
        assert done.returncode == 0 and not done.stderr.strip(), done.stderr
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", unit], capture_output=True,
                              text=True, check=False)
        assert done.returncode == 0, done.stdout[-300:] + done.stderr


def rules_and_board_name_only_what_exists(address):
    exist = names_that_exist(address)
    rules = ROOT / "deploy/prometheus/tongke.rules.yml"
    done = subprocess.run(["promtool", "check", "rules", rules], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    board = json.loads((ROOT / "deploy/grafana/tongke.json").read_text("utf-8"))
    asked = [t["expr"] for p in board["panels"] for t in p["targets"]] + [board["templating"]["list"][1]["query"]]
    used = set(METRIC.findall(" ".join(asked)))
    used |= {name for line in rules.read_text("utf-8").splitlines() for name in METRIC.findall(line)}
    manuals = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("operator.md", "operator.zh-CN.md"))
    used |= {name for name in METRIC.findall(manuals) if name.startswith("tongke_")}
    assert len(used) > 15 and used <= exist, f"no such metric: {sorted(used - exist)}"


def pages_come_over_http2(front):
    status, version, headers, body = front.curl("/healthz", "-H", "X-Forwarded-For: 6.6.6.6")
    assert (status, version) == (200, "HTTP/2") and json.loads(body)["status"] == "ok"
    assert headers["strict-transport-security"].startswith("max-age="), headers
    assert "1.22" not in headers["server"], headers
    plain = server.client.request(("127.0.0.1", front.plain), "GET", "/x?y=1", [], None)
    assert plain.status == 301 and plain.header("location") == "https://127.0.0.1/x?y=1", plain.headers
    old = subprocess.run(["curl", "-sS", "--cacert", front.folder / "cert.pem", "--tls-max", "1.1", "--max-time", "10",
                          f"https://localhost:{front.secure}/healthz"], capture_output=True, check=False)
    assert old.returncode != 0, "TLS 1.1 is spoken"
    status, _, headers, page = front.curl("/")
    if status == 200:  # the pages are built in
        assets = re.findall(rb'(?:src|href)="(/assets/[^"]+)"', page)
        _, _, headers, _ = front.curl(assets[0].decode(), "-H", "Accept-Encoding: gzip")
        assert "immutable" in headers["cache-control"] and headers["content-encoding"] == "gzip", headers
    _, _, headers, body = front.curl("/api/v1/openapi.json", "-H", "Accept-Encoding: gzip")
    assert headers["content-encoding"] == "gzip" and len(body) < 200_000, headers


def too_much_is_refused(front):
    done = subprocess.run(["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", front.folder / "cert.pem",
                           "--data-binary", "@-", f"https://localhost:{front.secure}/api/v1/people"], input=bytes(65 << 20),
                          capture_output=True, check=False)
    assert done.stdout == b"413", done.stdout + done.stderr


def the_address_of_the_visitor_is_known(front, data):
    """What a visitor says of their own address is not believed, neither by the front nor by the program."""
    person = Person(front.address, "auditor")
    lines = person.ask("GET", "/api/v1/audit?limit=20", None, [("X-Forwarded-For", "6.6.6.6")])
    assert lines.status == 200, lines.text()
    peers = {item.get("peer") for item in lines.json()["items"]}
    assert "127.0.0.1" in peers and "6.6.6.6" not in peers, peers
    cookies = [v for k, v in Person(front.address, "office").ask("POST", "/api/v1/session", {
        "login": "office", "password": "tongke-demo-2026"}).headers if k == "set-cookie"]
    assert any("Secure" in c for c in cookies), cookies


def a_lesson_runs_through_the_front(front, running, data):
    lesson = Lesson(running, data, None)
    lesson.open(source="none")
    learner = Person(front.address, "learner")
    desk, link = lesson.join(lesson.teacher), Link(front.address, lesson.session, cookie_of(learner))
    link.say("danmaku", text="隔着网关也听得清")
    assert desk.event("danmaku")["body"]["text"] == "隔着网关也听得清"
    segment = pathlib.Path(data, "media/live", lesson.session, "piece-1.ts")
    segment.parent.mkdir(parents=True, exist_ok=True)
    segment.write_bytes(b"G" * 188_000)
    path = f"/media/live/{lesson.session}/piece-1.ts"
    own = ["-H", f"Cookie: {cookie_of(learner)}"]
    found = [front.curl(path, *own) for _ in range(2)]
    assert [(f[0], f[2].get("x-cache"), len(f[3])) for f in found] == [(200, "MISS", 188_000), (200, "HIT", 188_000)], [f[:3] for f in found]
    status, _, _, body = front.curl(path)
    assert status == 401 and b"GGGG" not in body, "a piece came from the cache to a stranger"
    assert front.curl(path, "-H", "Cookie: tongke_session=" + "0" * 64)[0] == 401
    link.close()
    desk.close()


def what_deploy_holds_works(program, city):
    data, _ = city.copy()
    the_unit_is_hardened()
    running = server.Server(program, data, None, ["--trusted-proxy", "127.0.0.1"])
    rules_and_board_name_only_what_exists(running.address)
    front = Front(pathlib.Path(data).parent / "front", [running.address])
    try:
        began = time.monotonic()
        pages_come_over_http2(front)
        too_much_is_refused(front)
        the_address_of_the_visitor_is_known(front, data)
        a_lesson_runs_through_the_front(front, running, data)
        assert front.curl("/metrics")[0] == 200
        print(f"through the front in {time.monotonic() - began:.1f} s")
    finally:
        front.stop()
    problem = running.stop()
    assert problem is None, problem


main(what_deploy_holds_works, only="SQLite", people=60)
