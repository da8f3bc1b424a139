#!/usr/bin/env python3
"""tests/bench/office.py: the office's tables; `./dev bench office [--json FILE] [--people N]`.

In a demo city: 10,000 people come in from one .xlsx (upload, dry run and commit together; yardstick: reading the file
alone); they are put into one class, whose list is taken along as .xlsx (with what the program's memory grew by); all entries
of the city's ledgers are exported as .csv (yardstick: sqlite3's own .mode csv on the same rows); and a class of 10,000 is
posted to the ledgers (ledger_bench; yardstick: raw inserts of as many rows).
"""
import argparse
import http.client
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import xml.sax.saxutils
import zipfile

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
NEW_PEOPLE = 10_000
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def citizen_no(number):
    digits = f"500101198001{1 + number // 1000:02}{number % 1000:03}"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS)) % 11]


def write_workbook(path, rows):
    """As a spreadsheet program writes it, with inline strings."""
    def row(number, cells):
        inside = "".join(f'<c t="inlineStr"><is><t>{xml.sax.saxutils.escape(cell)}</t></is></c>' for cell in cells)
        return f'<row r="{number}">{inside}</row>'

    sheet = "<worksheet><sheetData>" + "".join(row(i + 1, cells) for i, cells in enumerate(rows)) + "</sheetData></worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>')
        book.writestr("xl/worksheets/sheet1.xml", sheet)


def people_rows():
    names = "伟芳娜敏静强磊军洋勇艳杰娟涛明超霞平刚"
    rows = [["姓名", "身份证号", "单位", "性别", "职务职级", "任职日期", "培训对象类别", "职务"]]
    for i in range(NEW_PEOPLE):
        name = "王李张刘陈杨赵黄周吴"[i % 10] + names[i // 10 % 19] + names[i // 190 % 19]
        rows.append([name, citizen_no(i), "渝中区", "男" if i % 2 else "女", "科员级", "2020-01-01", "公务员", "干事"])
    return rows


class Office:
    def __init__(self, data):
        self.port_file = tempfile.NamedTemporaryFile()
        self.server = subprocess.Popen([BUILD / "tongke", "serve", "--data", data, "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.port = next(int(found[1]) for line in self.server.stdout if (found := re.search(r"port (\d+)", line)))
        login = {"login": "office", "password": json.loads((pathlib.Path(data) / "demo.json").read_text())["password"]}
        self.headers = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        reply, body = self.ask("POST", "/session", json.dumps(login))
        self.headers = {"Cookie": reply.getheader("Set-Cookie").split(";")[0], "X-CSRF-Token": json.loads(body)["csrf"]}

    def ask(self, verb, path, body=None):
        self.connection.request(verb, "/api/v1" + path, body, {**self.headers, "Content-Type": "application/json"})
        reply = self.connection.getresponse()
        text = reply.read()
        if reply.status >= 300:
            sys.exit(f"{verb} {path}: {reply.status} {text.decode()}")
        return reply, text

    def json(self, verb, path, body=None):
        return json.loads(self.ask(verb, path, json.dumps(body) if body is not None else None)[1])

    def wait(self, job):
        while True:
            state = self.json("GET", f"/jobs/{job}")
            if state["state"] in ("done", "failed", "cancelled"):
                return state
            time.sleep(0.02)

    def memory_mb(self):
        """What the program itself holds: pages of the database that are mapped belong to everybody."""
        status = pathlib.Path(f"/proc/{self.server.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+)", status)[1]) / 1024

    def processor_s(self):
        fields = pathlib.Path(f"/proc/{self.server.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def settle(self):
        """Until the work of the start (the check of the file, the month's figures) is done."""
        before = self.processor_s()
        for _ in range(60):
            time.sleep(1)
            now = self.processor_s()
            if now - before < 0.05:
                return
            before = now

    def close(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(30)


class Memory(threading.Thread):
    """The most that the program held while the block ran, above what it held before."""

    def __init__(self, office):
        super().__init__(daemon=True)
        self.office, self.before, self.ended = office, office.memory_mb(), threading.Event()
        self.most = self.before

    def run(self):
        while not self.ended.wait(0.02):
            self.most = max(self.most, self.office.memory_mb())

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.join()
        self.grown = max(self.most, self.office.memory_mb()) - self.before


def measure_import(office, book):
    began = time.monotonic()
    sent = json.loads(office.ask("POST", "/imports?table=people", pathlib.Path(book).read_bytes())[1])
    checked = office.wait(sent["job_id"])
    if checked["state"] != "done" or checked["result"]["problems"]:
        sys.exit(f"the dry run: {checked}")
    done = office.wait(office.json("POST", f"/imports/{sent['id']}/commit")["job_id"])
    took = time.monotonic() - began
    if done["state"] != "done" or done["result"]["added"] != NEW_PEOPLE:
        sys.exit(f"the commit: {done}")
    return took


def read_alone(book):
    began = time.monotonic()
    with zipfile.ZipFile(book) as opened:
        len(re.findall(r"<t>([^<]*)</t>", opened.read("xl/worksheets/sheet1.xml").decode()))
    return time.monotonic() - began


def measure_report(office, database):
    rows = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    people = [str(row[0]) for row in rows.execute("SELECT id FROM person WHERE post = '干事' ORDER BY id DESC LIMIT ?", (NEW_PEOPLE,))]
    host = rows.execute("SELECT id FROM org WHERE is_school = 1 ORDER BY path LIMIT 1").fetchone()[0]
    day = time.strftime("%Y-%m-%d", time.localtime(time.time() + 30 * 86400))
    made = office.json("POST", "/classes", {"org_id": str(host), "title": "万人班", "starts_on": day, "ends_on": day})
    office.json("POST", f"/classes/{made['id']}/state", {"state": "open"})
    for first in range(0, len(people), 1000):
        office.json("POST", f"/classes/{made['id']}/enrolments", {"person_ids": people[first:first + 1000], "state": "confirmed"})
    began = time.monotonic()
    with Memory(office) as memory:
        reply, text = office.ask("GET", f"/classes/{made['id']}/enrolments?format=xlsx")
    took = time.monotonic() - began
    if int(reply.getheader("X-Rows")) != NEW_PEOPLE or text[:2] != b"PK":
        sys.exit(f"the report has {reply.getheader('X-Rows')} rows")
    return took, memory.grown


def measure_export(office, database):
    office.settle()
    began = time.monotonic()
    with Memory(office) as memory:
        reply, _ = office.ask("GET", "/ledger/export?format=csv")
    took, rows = time.monotonic() - began, int(reply.getheader("X-Rows"))
    began = time.monotonic()
    query = ("SELECT o.name, p.name, p.citizen_mask, p.rank_code, p.audience_code, e.seq, e.kind, e.hours_centi, e.days_centi, e.earned_on, "
             "e.posted_at, e.source_kind, g.name, e.title FROM ledger_entry e JOIN person p ON p.id = e.person_id "
             "JOIN org o ON o.id = p.org_id LEFT JOIN org g ON g.id = e.org_id")
    with tempfile.TemporaryFile() as out:
        subprocess.run(["sqlite3", "-readonly", "-cmd", ".mode csv", str(database), query], stdout=out, check=True)
    return rows / took, rows, rows / (time.monotonic() - began), memory.grown


def measure_posting():
    told = subprocess.run([BUILD / "tests" / "ledger_bench", str(NEW_PEOPLE)], capture_output=True, text=True, check=True).stdout
    posted = float(re.search(r"one class posted.*?([\d.]+) s", told)[1])
    with tempfile.TemporaryDirectory() as folder:
        plain = sqlite3.connect(pathlib.Path(folder) / "plain.db")
        plain.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE e (id INTEGER PRIMARY KEY, p, k, h, t)")
        began = time.monotonic()
        with plain:
            plain.executemany("INSERT INTO e VALUES (?, ?, 1, 800, 'class')", ((i, i) for i in range(NEW_PEOPLE)))
        return posted, time.monotonic() - began


def measure(folder, people):
    data, book = os.path.join(folder, "city"), os.path.join(folder, "people.xlsx")
    subprocess.run([BUILD / "tongke", "demo", "--data", data, "--people", str(people), "--seed", "1"], check=True, stdout=subprocess.DEVNULL)
    write_workbook(book, people_rows())
    database = pathlib.Path(data) / "tongke.db"
    office = Office(data)
    try:
        rate, rows, plain_rate, export_mb = measure_export(office, database)
        import_s, alone_s = measure_import(office, book), read_alone(book)
        report_s, report_mb = measure_report(office, database)
    finally:
        office.close()
    post_s, plain_s = measure_posting()
    return [
        {"name": "import_10k_s", "value": round(import_s, 2), "unit": "s", "peer": f"{alone_s:.2f} s to read the file alone", "ratio": round(import_s / alone_s, 1)},
        {"name": "report_10k_s", "value": round(report_s, 2), "unit": "s", "peer": f"2 s (target); {report_mb:.0f} MB more memory", "ratio": round(report_s / 2, 2)},
        {"name": "export_rows_per_s", "value": round(rate), "unit": "rows/s", "peer": f"{plain_rate:.0f} rows/s sqlite3 .mode csv, {rows} rows; {export_mb:.0f} MB more memory", "ratio": round(rate / plain_rate, 2)},
        {"name": "post_10k_s", "value": round(post_s, 2), "unit": "s", "peer": f"{plain_s:.2f} s raw inserts", "ratio": round(post_s / plain_s, 1)},
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json")
    parser.add_argument("--people", type=int, default=67_000, help="of the city; each has about 15 entries")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(folder, options.people)
    for figure in figures:
        print(f"{figure['name']:24} {figure['value']:>12} {figure['unit']:12} ratio {figure['ratio']} to {figure['peer']}")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


main()
