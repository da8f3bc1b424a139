#!/usr/bin/env python3
"""tests/bench/api.py: the page of a class and roll marks over HTTP, start and idle memory; `./dev bench api [--json FILE]`.

A demo city of 5,000 people is made in a temporary directory and served from it. wrk (64 connections, one thread) asks for
the class page as many signed-in learners in turn, then marks a roll, each mark durable before its answer. Yardsticks in
the same run: the same statements straight through SQLite in one thread (tests/bench_handler), and the disk's own rate of
fsync times the connections that can share one.
"""
import argparse
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
CONNECTIONS = 64
SECONDS = 8
SESSIONS_PER_LEARNER = 20


class Served:
    """A running `tongke serve`; stopped when the block ends."""

    def __init__(self, data, port):
        self.data, self.port = data, port

    def __enter__(self):
        began = time.monotonic()
        self.process = subprocess.Popen([BUILD / "tongke", "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}"],
                                        stderr=subprocess.DEVNULL)
        while True:
            try:
                self.get("/")
                break
            except ConnectionRefusedError:
                time.sleep(0.002)
        self.start_ms = (time.monotonic() - began) * 1000
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)

    def get(self, path, headers={}):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers=headers)
        return connection.getresponse().read()

    def sign_in(self, login, password):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("POST", "/api/v1/session", json.dumps({"login": login, "password": password}), {"Content-Type": "application/json"})
        reply = connection.getresponse()
        body = json.loads(reply.read())
        if reply.status != 201:
            sys.exit(f"cannot sign in as {login}: {body}")
        return reply.getheader("Set-Cookie").split(";")[0], body["csrf"]

    def resident_bytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024


def wrk(port, script):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        lua.write(script)
        lua.flush()
        # As batch work: an answer that arrives shall not take the processor from the server that is at the next one.
        out = subprocess.run(["chrt", "--batch", "0", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", lua.name, f"http://127.0.0.1:{port}/"],
                             capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out:
        sys.exit(f"wrong answers:\n{out}")
    amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    p99_ms = float(amount) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), p99_ms


def lua_list(items):
    return "{" + ",".join(json.dumps(item) for item in items) + "}"


# Requests are written once, before the first is sent: wrk shares the machine with what it measures.
def script(setup):
    return f"""local requests, i = {{}}, 0
init = function()
{setup}
end
request = function()
  i = i % #requests + 1
  return requests[i]
end"""


def page_script(class_id, cookies):
    return script(f"""  for k, cookie in ipairs({lua_list(cookies)}) do
    requests[k] = wrk.format("GET", "/api/v1/classes/{class_id}/page", {{["Cookie"] = cookie}})
  end""")


def mark_script(session_id, people, cookie, csrf):
    return script(f"""  local headers = {{["Cookie"] = {json.dumps(cookie)}, ["X-CSRF-Token"] = {json.dumps(csrf)}, ["Content-Type"] = "application/json"}}
  for _, state in ipairs({{"present", "late"}}) do
    for _, person in ipairs({lua_list(people)}) do
      local body = '{{"marks":[{{"person_id":"' .. person .. '","state":"' .. state .. '"}}]}}'
      requests[#requests + 1] = wrk.format("PUT", "/api/v1/sessions/{session_id}/roll", headers, body)
    end
  end""")


def fsync_rate(directory):
    """Syncs a second of a small append: what a writer without group commit could reach at most."""
    path = pathlib.Path(directory) / "fsync"
    with open(path, "wb") as file:
        count, until = 0, time.monotonic() + 2
        while time.monotonic() < until:
            file.write(b"x" * 4096)
            file.flush()
            os.fdatasync(file.fileno())
            count += 1
    path.unlink()
    return count / 2


def measure(data):
    figures = []
    subprocess.run([BUILD / "tongke", "demo", "--data", data, "--people", "5000", "--seed", "1"], check=True, stderr=subprocess.DEVNULL)
    demo = json.loads((pathlib.Path(data) / "demo.json").read_text())
    syncs = fsync_rate(data)
    with Served(data, 18123) as server:
        time.sleep(2)  # what start-up allocates is over; idle means that nobody asks
        figures.append({"name": "start_ms", "value": round(server.start_ms, 1), "unit": "ms", "peer": "750 (Moodle's stack)", "ratio": round(server.start_ms / 750, 4)})
        idle = server.resident_bytes()
        figures.append({"name": "idle_bytes", "value": idle, "unit": "bytes", "peer": "130 MB (Moodle's stack)", "ratio": round(idle / 130e6, 4)})
        learners = [a["login"] for a in demo["accounts"] if a["login"].startswith("learner")]
        cookies = [server.sign_in(login, demo["password"])[0] for login in learners for _ in range(SESSIONS_PER_LEARNER)]
        plain = json.loads(subprocess.run([BUILD / "tests" / "bench_handler", data, cookies[0].split("=")[1], demo["class_id"]],
                                          capture_output=True, text=True, check=True).stdout)["per_second"]
        rate, p99_ms = wrk(server.port, page_script(demo["class_id"], cookies))
        figures.append({"name": "api_class_page_rps", "value": round(rate), "unit": "requests/s",
                        "peer": f"{plain:.0f}/s the same statements in one thread, no HTTP", "ratio": round(rate / plain, 3)})
        figures.append({"name": "api_class_page_p99_ms", "value": round(p99_ms, 2), "unit": "ms", "peer": "15 (target)", "ratio": round(p99_ms / 15, 3)})
        cookie, csrf = server.sign_in("manager", demo["password"])
        roll = json.loads(server.get(f"/api/v1/sessions/{demo['session_id']}/roll?limit=1000", {"Cookie": cookie}))
        people = [row["person_id"] for row in roll["items"]]
        rate, p99_ms = wrk(server.port, mark_script(demo["session_id"], people, cookie, csrf))
        figures.append({"name": "api_mark_rps", "value": round(rate), "unit": "marks/s",
                        "peer": f"{syncs:.0f} fsync/s × {CONNECTIONS} connections", "ratio": round(rate / (syncs * CONNECTIONS), 4)})
    return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        figures = measure(data)
    for figure in figures:
        print(f"{figure['name']:24} {figure['value']:>12} {figure['unit']:12} ratio {figure['ratio']} to {figure['peer']}")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
