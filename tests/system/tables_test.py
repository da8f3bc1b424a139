"""tests/system/tables_test.py: tables in and out as offices keep them: through LibreOffice, in GB18030, in parts, from the
command line, and files that are meant to hurt."""
import io
import pathlib
import shutil
import subprocess
import tempfile
import time
import zipfile
import zlib
from urllib.parse import quote

from program import Person, client, main, server

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CSV_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
WAIT_S = 240
PART = 8 << 20


def upload(person, target, data):
    reply = client.request(person.address, "POST", target, [("Content-Type", "application/octet-stream")], data, person.jar, WAIT_S)
    assert reply.status in (200, 201), f"{target}: {reply.status} {reply.text()[:300]}"
    return reply.json()


def ended(person, job):
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        state = person.ask("GET", f"/api/v1/jobs/{job}").json()
        if state["state"] not in ("queued", "running"):
            return state
        time.sleep(0.05)
    raise AssertionError(f"job {job} does not end")


def dry_run(person, data, table="people"):
    """(id of the import, its job when it has ended)"""
    begun = upload(person, f"/api/v1/imports?table={table}", data)
    return begun["id"], ended(person, begun["job_id"])


def exported(person, file_format, table="people"):
    reply = person.ask("GET", f"/api/v1/exchange/export?table={table}&format={file_format}")
    assert reply.status == 200, reply.text()
    return reply.body


def assert_changes_nothing(what, job):
    assert job["state"] == "done", f"{what}: {job}"
    found = job["result"]
    assert not (found["added"] or found["changed"] or found["problems"] or found["undecided"]), f"{what}: {found}"
    assert found["unchanged"] > 10, f"{what}: {found}"


def assert_refused(what, job, code):
    assert job["state"] == "failed" and job["problem"]["code"] == code, f"{what}: {job['state']} {job.get('problem')}"
    assert job["problem"]["detail"], what


# ---- LibreOffice ----


def convert(folder, kind, names):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir",
                    f"{folder}/out", *(f"{folder}/{name}" for name in names)], check=True, capture_output=True, timeout=WAIT_S)


def what_libreoffice_saves_of_an_export_changes_nothing(program, city):
    if city.url or not shutil.which("soffice"):
        print("" if city.url else "no LibreOffice here (soffice): the round trip through it is SKIPPED")
        return
    data, url = city.copy()
    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    tables = ("people", "orgs", "courses")
    with tempfile.TemporaryDirectory(prefix="tongke-office-") as folder:
        for table in tables:
            for kind in ("xlsx", "csv"):
                (pathlib.Path(folder) / f"{table}.{kind}").write_bytes(exported(office, kind, table))
        convert(folder, CSV_AS_SHOWN, [f"{table}.xlsx" for table in tables])
        convert(folder, "xlsx", [f"{table}.xlsx" for table in tables])
        for table in tables:
            for kind in ("xlsx", "csv"):
                saved = (pathlib.Path(folder) / "out" / f"{table}.{kind}").read_bytes()
                assert_changes_nothing(f"{table}.{kind} by LibreOffice", dry_run(office, saved, table)[1])
    problem = running.stop()
    assert problem is None, problem


# ---- encodings, parts, the command line ----


def gb18030_and_files_in_parts_come_in_as_they_are(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    table = exported(office, "csv")
    in_gb18030 = table.decode("utf-8-sig").encode("gb18030")
    assert_changes_nothing("GB18030", dry_run(office, in_gb18030)[1])
    begun = upload(office, "/api/v1/imports?table=people&more=1", table[:20000])
    assert not begun["job_id"], "the dry run waits for the last part"
    part = f"/api/v1/imports/{begun['id']}/parts"
    wrong = office.ask("POST", f"{part}?part=3")
    assert wrong.status == 422, wrong.text()
    upload(office, f"{part}?part=2&more=1", table[20000:40000])
    upload(office, f"{part}?part=2&more=1", table[20000:40000])  # its answer was lost
    last = upload(office, f"{part}?part=3", table[40000:])
    assert_changes_nothing("three parts", ended(office, last["job_id"]))
    problem = running.stop()
    assert problem is None, problem


def command(program, data, url, *words):
    done = subprocess.run([program, *words, "--data", str(data), *server.City.db_option(url)], capture_output=True, check=False,
                          env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}, timeout=WAIT_S)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def commands_bring_tables_in_and_out_beside_a_running_server(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    file = data / "people.csv"
    status, _, said = command(program, data, url, "export", "people", str(file), "--as", "office")
    assert status == 0, said
    status, told, said = command(program, data, url, "import", "people", str(file), "--as", "office", "--commit")
    assert status == 0 and "0 added, 0 changed" in told and "Imported." in told, told + said
    file.write_text("姓名,单位\n命令行新人,渝中区\n错单位,没有这个单位\n", encoding="utf-8")
    status, told, _ = command(program, data, url, "import", "people", str(file), "--as", "office", "--commit")
    assert status == 1 and "row 3, column B" in told and "Nothing was imported" in told, told
    file.write_text("姓名,单位\n命令行新人,渝中区\n", encoding="utf-8")
    status, told, _ = command(program, data, url, "import", "people", str(file), "--as", "office")
    assert status == 0 and "dry run" in told, told
    office = Person(running.address, "office")
    assert not office.ask("GET", "/api/v1/people?q=" + quote("命令行新人")).json()["items"], "a dry run writes nothing"
    status, told, said = command(program, data, url, "import", "people", str(file), "--as", "office", "--commit")
    assert status == 0 and "1 added" in told, told + said
    assert len(office.ask("GET", "/api/v1/people?q=" + quote("命令行新人")).json()["items"]) == 1
    for login, right in (("learner", 1), ("nobody", 1)):
        status, told, said = command(program, data, url, "import", "people", str(file), "--as", login)
        assert status == right and said, f"{login}: {told}{said}"
    assert command(program, data, url, "export", "people")[0] == 2, "without --as"
    lines = Person(running.address, "auditor").ask("GET", "/api/v1/audit?limit=20&sort=-at").json()["items"]
    actions = [(line["action"], line["name"]) for line in lines]
    assert any(a == "exchange.import" and name for a, name in actions) and any(a == "exchange.export" for a, _ in actions), actions
    problem = running.stop()
    assert problem is None, problem


# ---- files that are meant to hurt ----


def workbook(sheet, strings=None):
    """A small workbook; `sheet` is the text of its only sheet, or pieces that are packed one after the other."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts:
        parts.writestr("_rels/.rels", f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>')
        parts.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="s"/>'
                       "</sheets></workbook>")
        parts.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{RELATIONS}"><Relationship Id="s" '
                       f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t" Type="{OFFICE}/sharedStrings" '
                       'Target="sharedStrings.xml"/></Relationships>')
        if strings:
            parts.writestr("xl/sharedStrings.xml", strings)
        with parts.open("xl/worksheets/sheet1.xml", "w") as part:
            for piece in [sheet] if isinstance(sheet, str) else sheet:
                part.write(piece.encode() if isinstance(piece, str) else piece)
    return out.getvalue()


def row_of(*cells, number=1):
    return f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"


def sheet_of(*rows):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def laughing():
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {y} "{"&" + x + ";"}{"&" + x + ";"}">' for x, y in zip("abcdefghijklmnop", "bcdefghijklmnopq"))
    return workbook(f"<!DOCTYPE worksheet [{entities}]>" + sheet_of(row_of("&q;")))


def swelling():
    """Unpacks to more than half a gigabyte."""
    blank = b" " * (1 << 20)
    return workbook([f'<worksheet xmlns="{MAIN}"><sheetData>', *[blank] * 520, "</sheetData></worksheet>"])


def hostile_spreadsheets_are_refused_in_words(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    foreign = workbook('<!DOCTYPE worksheet SYSTEM "file:///etc/passwd">' + sheet_of(row_of("姓名", "单位")))
    header = "姓名,单位\n"
    cut = exported(office, "xlsx")[:3000]
    files = [("entities", laughing(), "sheet.hostile"), ("a foreign entity", foreign, "sheet.hostile"),
             ("half a workbook", cut, "sheet.damaged"), ("an old .xls", b"\xd0\xcf\x11\xe0" + bytes(5000), "sheet.old_format"),
             ("noise", zlib.compress(bytes(range(256)) * 50), "exchange.columns"),
             ("a row too far", workbook(sheet_of(row_of("姓名", "单位"), row_of("远", "渝中区", number=1048577))), "sheet.too_long"),
             ("a quote that never ends", (header + '"' + "x" * 1000).encode(), "sheet.quote")]
    if not city.url:
        files += [("a zip bomb", swelling(), "sheet.too_large"),
                  ("too many rows", (header + "a,b\n" * 1048577).encode(), "sheet.too_long")]
    for what, file, code in files:
        job = dry_run(office, file)[1]
        if what == "noise" and job["state"] == "failed":
            assert job["problem"]["code"].split(".")[0] in ("sheet", "exchange"), job
            continue
        assert_refused(what, job, code)
    assert office.ask("GET", "/api/v1/people?limit=1").status == 200
    problem = running.stop()
    assert problem is None, problem


def a_formula_stays_a_text_on_its_way_in_and_out(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    posts = ['=HYPERLINK("http://x","y")', "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0"]
    lines = ["姓名,单位,职务"] + [f'公式{i},渝中区,"{post.replace(chr(34), chr(34) * 2)}"' for i, post in enumerate(posts)]
    number, job = dry_run(office, "\n".join(lines).encode())
    assert job["state"] == "done" and job["result"]["added"] == len(posts), job
    committed = office.ask("POST", f"/api/v1/imports/{number}/commit").json()
    assert ended(office, committed["job_id"])["state"] == "done"
    csv = exported(office, "csv").decode("utf-8-sig")
    for line in csv.splitlines():
        for cell in line.split(","):
            assert cell.lstrip('"')[:1] not in "=+@" or not cell, f"a spreadsheet would compute {cell}"
    book = zipfile.ZipFile(io.BytesIO(exported(office, "xlsx")))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml"), "a formula in the workbook"
    found = office.ask("GET", "/api/v1/people?q=" + quote("公式0")).json()["items"][0]
    assert found["post"] == posts[0], found
    for kind in ("csv", "xlsx"):
        assert_changes_nothing(f"formulas as {kind}", dry_run(office, exported(office, kind))[1])
    problem = running.stop()
    assert problem is None, problem


main(what_libreoffice_saves_of_an_export_changes_nothing, gb18030_and_files_in_parts_come_in_as_they_are,
     commands_bring_tables_in_and_out_beside_a_running_server, hostile_spreadsheets_are_refused_in_words,
     a_formula_stays_a_text_on_its_way_in_and_out)
