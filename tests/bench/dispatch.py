#!/usr/bin/env python3
"""tests/bench/dispatch.py: who goes to which class; `./dev bench dispatch [--json FILE] [--million]`.

The synthetic cities of `tongke plan generate`, seeds 1 to 5 (--seeds N for fewer), medians. flow: without absence caps,
against the network simplex of LEMON on the same file in the same run; weekly: with caps in every week. Minimum seats are
left out on both sides, since LEMON has none. --million adds the cases of 1,000,000 people, with seed 1 only.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
HERE = pathlib.Path(__file__).parent


def plan(*words):
    done = subprocess.run([BUILD / "tongke", "plan", *map(str, words)], check=True, capture_output=True, text=True)
    return done.stdout


def solve(city, *options):
    answer = city.with_suffix(".answer")
    figures = json.loads(plan("solve", city, "--no-minimum", "--quiet", "--json", "--out", answer, *options))
    plan("check", city, answer, "--no-minimum")
    return figures


def lemon(folder, city):
    program = folder / "lemon"
    if not program.exists():
        subprocess.run(["c++", "-O3", "-o", program, HERE / "dispatch_lemon.cc"], check=True)
    return json.loads(subprocess.run([program, city], check=True, capture_output=True, text=True).stdout)


def flow(folder, people, seeds, with_peer, figures, name):
    rows, speedup, above = [], [], []
    for seed in seeds:
        city = folder / f"flow-{people}-{seed}.plan"
        plan("generate", people, seed, city, "--no-caps")
        rows.append(solve(city))
        if with_peer:
            peer = lemon(folder, city)
            speedup.append(peer["seconds"] / rows[-1]["seconds"])
            above.append(100 * (rows[-1]["objective"] - peer["objective"]) / peer["objective"])
        city.unlink()
    keep(figures, name, rows)
    figures[f"flow_{name[5:]}_mb"] = statistics.median(row["peak_mb"] for row in rows)
    if with_peer:
        figures[f"{name}_speedup_to_lemon"] = round(statistics.median(speedup), 2)
        figures[f"{name}_above_optimum_pct"] = round(statistics.median(above), 4)


def keep(figures, name, rows):
    figures[f"{name}_s"] = statistics.median(row["seconds"] for row in rows)
    figures[f"{name}_gap_pct"] = statistics.median(row["gap_pct"] for row in rows)


def weekly(folder, people, seeds, figures, name):
    rows = []
    for seed in seeds:
        city = folder / f"weekly-{people}-{seed}.plan"
        plan("generate", people, seed, city)
        rows.append(solve(city, "--weekly"))
        if people == 1_000_000:
            figures["weekly_1m_mb"] = rows[-1]["peak_mb"]
            trials = json.loads(plan("substitute", city, city.with_suffix(".answer"), "--trials", 20000))
            figures["substitute_1m_p99_ms"] = trials["p99_ms"]
        city.unlink()
    keep(figures, name, rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--json")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--seeds", type=int, default=5)
    arguments = parser.parse_args()
    seeds, figures = range(1, arguments.seeds + 1), {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        weekly(folder, 10_000, seeds, figures, "weekly_10k")
        flow(folder, 100_000, seeds, True, figures, "flow_100k")
        weekly(folder, 100_000, seeds, figures, "weekly_100k")
        if arguments.million:
            flow(folder, 1_000_000, [1], False, figures, "flow_1m")
            weekly(folder, 1_000_000, [1], figures, "weekly_1m")
    figures["load"] = os.getloadavg()[0]
    for name, value in figures.items():
        print(f"  {name:28} {value}")
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(figures, indent=2) + "\n")


main()
