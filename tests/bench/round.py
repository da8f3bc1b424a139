#!/usr/bin/env python3
"""tests/bench/round.py: a round of 100,000 people, from the ledgers to a reviewed draft; `./dev bench round [--json FILE]`.

A demo city is made and served; the office makes a round with classes at every district school and the academy, asks for a
plan, and waits as the page does: until the job is done, and the figures, the classes and the first page of people are
there. What is timed is all of that, from the click to the page, with every person's reason stored.
"""
import argparse
import datetime
import json
import os
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/system"))

from program import Person, server  # noqa: E402

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
PLEASE_S = 15


def day(n):
    return (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))) + datetime.timedelta(days=n)).strftime("%Y-%m-%d")


def must(person, method, path, body=None):
    reply = person.ask(method, "/api/v1" + path, body, timeout=120)
    assert reply.status < 400, f"{method} {path}: {reply.status} {reply.text()}"
    return reply.json()


def make_round(office, classes, seats):
    schools = [o["id"] for o in must(office, "GET", "/orgs?is_school=true&limit=1000")["items"]]
    made = must(office, "POST", "/dispatch/rounds", {"title": "十万人批次", "from_on": day(10), "until_on": day(100)})
    offers = []
    for n in range(classes):
        klass = must(office, "POST", "/classes", {"org_id": schools[n % len(schools)], "title": f"调训班{n}",
                                                  "starts_on": day(14 + n % 80), "ends_on": day(18 + n % 80), "seats_max": seats})
        offers.append({"class_id": klass["id"], "seats_max": seats})
    must(office, "PUT", f"/dispatch/rounds/{made['id']}/classes", {"items": offers})
    return made["id"]


def solve(office, round_id):
    began = time.monotonic()
    job = must(office, "POST", f"/dispatch/rounds/{round_id}/solve", {})["job_id"]
    notes = {}
    while True:
        now = must(office, "GET", f"/jobs/{job}")
        notes.setdefault(now["note"], time.monotonic() - began)
        if now["state"] not in ("queued", "running"):
            break
        time.sleep(0.1)
    assert now["state"] == "done", now
    version = must(office, "GET", f"/dispatch/rounds/{round_id}")["chosen_id"]
    figures = must(office, "GET", f"/dispatch/versions/{version}")
    must(office, "GET", f"/dispatch/versions/{version}/places?limit=50&count=true")
    return time.monotonic() - began, figures, notes


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--json")
    options.add_argument("--people", type=int, default=100000)
    options.add_argument("--classes", type=int, default=200)
    options.add_argument("--seats", type=int, default=150)
    options.add_argument("--work", help="where the city is made (and kept, to be used again)")
    args = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongke-round-") as temporary:
        work = pathlib.Path(args.work or temporary)
        city = server.City(str(BUILD / "tongke"), work, None, args.people, 7)
        print(f"  Making a city of {args.people} people …", flush=True)
        city.make()
        data, url = city.copy()
        running = server.Server(str(BUILD / "tongke"), data, url)
        office = Person(running.address, "office")
        round_id = make_round(office, args.classes, args.seats)
        took, figures, notes = solve(office, round_id)
        running.stop()
    for note, at in notes.items():
        print(f"  {at:6.2f} s  {note or 'queued'}")
    print(f"  round of {figures['people']} people, {figures['pairs']} pairs: {took:.1f} s (asked for: {PLEASE_S} s)")
    print(f"  placed {figures['placed']} of {figures['seats']} seats; never-trained left out {figures['never_out']} of "
          f"{figures['never_people']}, first come first served {figures['fcfs_never_out']}; gap {figures['gap_ppm'] / 1e4:.3f} %")
    if args.json:
        found = [{"name": "round_100k_s", "value": round(took, 2), "unit": "s", "peer": f"{PLEASE_S} s (target)", "ratio": round(took / PLEASE_S, 3)},
                 {"name": "round_100k_gap_pct", "value": figures["gap_ppm"] / 1e4, "unit": "%", "peer": None, "ratio": None}]
        pathlib.Path(args.json).write_text(json.dumps(found, indent=2) + "\n")
    return 0 if took <= PLEASE_S or args.people != 100000 else 1


sys.exit(main())
