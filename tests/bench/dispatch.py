#!/usr/bin/env python3
"""tests/bench/dispatch.py: who goes to which class; `./dev bench dispatch [--json FILE]`.

The synthetic cities of `tongke plan generate`, medians over seeds; 1,000,000 people with seed 1 only, and without peer.
flow: without absence caps, against the network simplex of LEMON on the same file in the same run; weekly: with caps in
every week. Minimum seats are left out on both sides, since LEMON has none; weekly_…_minimum is with them. Each answer is checked by the separate
checker, which also counts the never-trained who are left out although they could take the seat of somebody who is not.
For a short run: DISPATCH_SEEDS=2 (5 without it), DISPATCH_SIZES=10000,100000 (without it 1000000, too).
"""
import argparse
import json
import os
import pathlib
import re
import resource
import statistics
import subprocess
import tempfile

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
HERE = pathlib.Path(__file__).parent
NEVER_TRAINED = 5500  # urgency from which a made-up person has not been trained for three years and more
MILLION = 1_000_000


def plan(*words):
    done = subprocess.run([BUILD / "tongke", "plan", *map(str, words)], check=True, capture_output=True, text=True)
    return done.stdout


def cpu_s():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def solve(city, *options, minimum=False):
    without = [] if minimum else ["--no-minimum"]
    answer, before = city.with_suffix(".answer"), cpu_s()
    figures = json.loads(plan("solve", city, *without, "--quiet", "--json", "--out", answer, *options))
    figures["cpu"] = cpu_s() - before
    said = plan("check", city, answer, *without, "--passed-over", NEVER_TRAINED)
    figures["passed_over"] = int(re.search(r"(\d+)\s*$", said)[1])
    print(f"    {city.stem}{' with minima' if minimum else ''}: {figures['seconds']:.1f} s, "
          f"cpu {figures['cpu']:.1f} s, gap {figures['gap_pct']} %", flush=True)
    return figures


def lemon(folder, city):
    program = folder / "lemon"
    if not program.exists():
        subprocess.run(["c++", "-O3", "-o", program, HERE / "dispatch_lemon.cc"], check=True)
    return json.loads(subprocess.run([program, city], check=True, capture_output=True, text=True).stdout)


def flow(folder, people, seeds, figures, name):
    rows, peers = [], []
    for seed in seeds:
        city = folder / f"flow-{people}-{seed}.plan"
        plan("generate", people, seed, city, "--no-caps")
        rows.append(solve(city))
        if people < MILLION:
            peers.append(lemon(folder, city))
        city.unlink()
    keep(figures, name, rows)
    if peers:
        pairs = list(zip(rows, peers))
        figures[f"{name}_speedup_to_lemon"] = round(statistics.median(p["seconds"] / r["seconds"] for r, p in pairs), 2)
        figures[f"{name}_above_optimum_pct"] = round(
            statistics.median(100 * (r["objective"] - p["objective"]) / p["objective"] for r, p in pairs), 4)


def keep(figures, name, rows):
    for key, field, digits in (("s", "seconds", 3), ("cpu_s", "cpu", 2), ("gap_pct", "gap_pct", 4), ("mb", "peak_mb", 0)):
        figures[f"{name}_{key}"] = round(statistics.median(row[field] for row in rows), digits)
    figures["never_trained_passed_over"] = figures.get("never_trained_passed_over", 0) + sum(r["passed_over"] for r in rows)
    print(f"  {name}: {figures[name + '_s']} s, gap {figures[name + '_gap_pct']} %", flush=True)


def weekly(folder, people, seeds, figures, name):
    rows, with_minima = [], []
    for seed in seeds:
        city = folder / f"weekly-{people}-{seed}.plan"
        plan("generate", people, seed, city)
        rows.append(solve(city, "--weekly"))
        if people == MILLION:
            trials = json.loads(plan("substitute", city, city.with_suffix(".answer"), "--trials", 20000))
            figures["substitute_1m_p99_ms"] = trials["p99_ms"]
        with_minima.append(solve(city, "--weekly", minimum=True))
        city.unlink()
    keep(figures, name, rows)
    keep(figures, f"{name}_minimum", with_minima)


def short(people):
    return f"{people // MILLION}m" if people >= MILLION else f"{people // 1000}k"


def unit_of(name):
    units = {"_s": "s", "_ms": "ms", "_pct": "%", "_mb": "MB", "_lemon": "times"}
    return next((unit for end, unit in units.items() if name.endswith(end)), "")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--json")
    arguments = parser.parse_args()
    seeds = range(1, int(os.environ.get("DISPATCH_SEEDS", "5")) + 1)
    sizes = [int(size) for size in os.environ.get("DISPATCH_SIZES", "10000,100000,1000000").split(",")]
    figures = {}
    with tempfile.TemporaryDirectory(prefix="tongke-dispatch-") as folder:
        for people in sizes:
            some = seeds[:1] if people >= MILLION else seeds
            weekly(pathlib.Path(folder), people, some, figures, f"weekly_{short(people)}")
            if people >= 100_000:
                flow(pathlib.Path(folder), people, some, figures, f"flow_{short(people)}")
    figures["load"] = os.getloadavg()[0]
    for name, value in figures.items():
        print(f"  {name:28} {value}")
    if arguments.json:
        found = [{"name": name, "value": value, "unit": unit_of(name), "peer": "LEMON" if "lemon" in name else None,
                  "ratio": value if "speedup" in name else None} for name, value in figures.items()]
        pathlib.Path(arguments.json).write_text(json.dumps(found, indent=2) + "\n")


main()
