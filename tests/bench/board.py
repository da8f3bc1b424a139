#!/usr/bin/env python3
"""tests/bench/board.py: the network board in a city of 100,000 people with 1.5 million entries; `./dev bench board [--json FILE]`.

The city is made in a temporary directory (processor time and size are told). Then the board of the city is asked for, and
those of its districts, each norm in turn, on one connection; the figure is the median of the city's board, the dearest of
all. --data DIR takes a city that is there already; --million makes one of a million people with ten million entries, which
takes long and some 6 GB of disk. Yardstick: the target.
"""
import argparse
import json
import os
import pathlib
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "system"))

from program import Person, server  # noqa: E402

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
ROUNDS = 40


def ask(person, path):
    began = time.perf_counter()
    reply = person.ask("GET", f"/api/v1{path}")
    assert reply.status == 200, f"{path}: {reply.status} {reply.text()[:200]}"
    return (time.perf_counter() - began) * 1000, reply.json()


def board_ms(data):
    """Medians of the city's board and of its districts', and how many people it counts."""
    running = server.Server(BUILD / "tongke", data, None)
    try:
        office = Person(running.address, "office")
        _, board = ask(office, "/board")
        norms = [norm["norm_code"] for norm in board["norms"]]
        districts = [row["org_id"] for row in board["rows"] if row["kind"] == "district"]
        city = [ask(office, f"/board?norm={norms[i % len(norms)]}")[0] for i in range(ROUNDS)]
        parts = [ask(office, f"/board?under={districts[i % len(districts)]}")[0] for i in range(ROUNDS)]
    finally:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(20)
    return statistics.median(city), statistics.median(parts), board["people"]


def make(data, people):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([BUILD / "tongke", "demo", "--data", data, "--people", str(people), "--seed", "1"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    size = sum(file.stat().st_size for file in pathlib.Path(data).glob("tongke.db*"))
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, size


def measure(data, people, target_ms):
    word = "1m" if people >= 1_000_000 else "100k"
    made = None if pathlib.Path(data, "demo.json").exists() else make(data, people)
    city, district, counted = board_ms(data)
    figures = [
        {"name": f"board_{word}_ms", "value": round(city, 2), "unit": "ms", "peer": f"{target_ms} ms (target), {counted} people",
         "ratio": round(city / target_ms, 2)},
        {"name": f"board_{word}_district_ms", "value": round(district, 2), "unit": "ms", "peer": None, "ratio": None},
    ]
    if made:
        figures += [{"name": f"demo_{word}_processor_s", "value": round(made[0], 1), "unit": "s", "peer": None, "ratio": None},
                    {"name": f"demo_{word}_bytes", "value": made[1], "unit": "B", "peer": None, "ratio": None}]
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json")
    parser.add_argument("--data")
    parser.add_argument("--million", action="store_true")
    options = parser.parse_args()
    people, target_ms = (1_000_000, 100) if options.million else (100_000, 50)
    with tempfile.TemporaryDirectory() as made:
        figures = measure(options.data or made, people, target_ms)
    for figure in figures:
        print(f"{figure['name']:26} {figure['value']:>14} {figure['unit']:4} ratio {figure['ratio']} to {figure['peer']}")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


main()
