#!/usr/bin/env python3
"""tests/bench/ledger.py: one person's ledger with norms in a city of 100,000 people; `./dev bench ledger [--json FILE]`.

The city (about 1.5 million entries) is made in a temporary directory, which is timed too. Then the person's page is asked
for: ledger, balance and norms, three requests one after the other on one connection, for 300 people in turn; the figure is
the median of the three together. Yardstick: a SELECT of the same person's entries through the sqlite3 shell's library.
"""
import argparse
import http.client
import json
import os
import pathlib
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
PEOPLE = 100_000
ASKED = 300
PORT = 18124


def sign_in(connection, login, password):
    connection.request("POST", "/api/v1/session", json.dumps({"login": login, "password": password}), {"Content-Type": "application/json"})
    reply = connection.getresponse()
    reply.read()
    if reply.status != 201:
        sys.exit(f"cannot sign in: {reply.status}")
    return {"Cookie": reply.getheader("Set-Cookie").split(";")[0]}


def open_connection():
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
            connection.connect()
            return connection
        except ConnectionRefusedError:
            time.sleep(0.01)


def ask(connection, headers, person):
    began = time.perf_counter()
    for path in (f"/api/v1/people/{person}/ledger?limit=100", f"/api/v1/people/{person}/ledger/balance", f"/api/v1/people/{person}/norms"):
        connection.request("GET", path, headers=headers)
        reply = connection.getresponse()
        body = reply.read()
        if reply.status != 200:
            sys.exit(f"{path}: {reply.status} {body}")
    return (time.perf_counter() - began) * 1000


def plain_ms(database, people):
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    times = []
    for person in people:
        began = time.perf_counter()
        connection.execute("SELECT * FROM ledger_entry WHERE person_id = ? ORDER BY seq", (person,)).fetchall()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def measure(data):
    began = time.monotonic()
    subprocess.run([BUILD / "tongke", "demo", "--data", data, "--people", str(PEOPLE), "--seed", "1"], check=True)
    demo_s = time.monotonic() - began
    database = pathlib.Path(data) / "tongke.db"
    rows = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    people = [row[0] for row in rows.execute("SELECT id FROM person ORDER BY id")][::PEOPLE // ASKED]
    entries = rows.execute("SELECT COUNT(*) FROM ledger_entry").fetchone()[0]
    server = subprocess.Popen([BUILD / "tongke", "serve", "--data", data, "--listen", f"127.0.0.1:{PORT}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        connection = open_connection()
        headers = sign_in(connection, "office", json.loads((pathlib.Path(data) / "demo.json").read_text())["password"])
        ledger_ms = statistics.median(ask(connection, headers, person) for person in people)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    plain = plain_ms(database, people)
    return [
        {"name": "ledger_person_ms", "value": round(ledger_ms, 2), "unit": "ms", "peer": f"{plain:.3f} ms SELECT alone", "ratio": round(ledger_ms / plain, 1)},
        {"name": "demo_100k_s", "value": round(demo_s, 1), "unit": "s", "peer": f"60 s (target), {entries} entries", "ratio": round(demo_s / 60, 2)},
    ]


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


main()
