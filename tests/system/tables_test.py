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


# ---- OneRoster ----

HEADS = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "users": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,"
             "agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,"
             "preferredFamilyName,primaryOrgSourcedId,pronouns",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
               "termSourcedIds,subjects,subjectCodes,periods",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
}


def roster(version="1.2", leave_out=(), mode="bulk", **files):
    """A zip of another system's, with these rows in its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        lines = ["propertyName,value", "manifest.version,1.0", f"oneroster.version,{version}"]
        lines += [f"file.{name},{mode if name in files else 'absent'}" for name in HEADS]
        parts.writestr("manifest.csv", "\n".join(lines))
        for name, rows in files.items():
            if name not in leave_out:
                parts.writestr(f"{name}.csv", "\n".join([HEADS[name], *rows]))
    return out.getvalue()


def foreign(district):
    return {
        "orgs": [f"s-1,,,别系统学校,school,,{district}", "d-1,,,教研室,department,,s-1"],
        "academicSessions": ["t-1,,,2027 春,term,2027-03-01,2027-03-06,,2027"],
        "users": ["u-1,,,true,zhang,,伟,张,,,,,,,,never-kept,,,,,,d-1,", "u-2,,,true,ada,,Ada,Lovelace,,,,,,,,,,,,,,,"],
        "roles": ["r-1,,,u-1,primary,teacher,,,d-1,", "r-2,,,u-2,primary,student,,,d-1,"],
        "courses": ["c-1,,,,别系统课程,OR-1,,s-1,,"],
        "classes": ["k-1,,,别系统班次,,c-1,OR-K1,scheduled,三楼,s-1,t-1,,,"],
        "enrollments": ["e-1,,,k-1,s-1,u-1,student,false,,", "e-2,,,k-1,s-1,u-2,student,false,,", "e-3,,,k-1,s-1,u-2,teacher,true,,",
                        "e-4,,,k-1,s-1,u-1,administrator,false,,"],
    }


def a_delta_changes_a_draft(office):
    """The class alone, without its terms: title and place change, days stay; once it is open it keeps its own."""
    delta = roster(mode="delta", classes=["k-1,,,改名的班次,,c-1,OR-K1,scheduled,四楼,s-1,t-1,,,"])
    number, job = dry_run(office, delta, "oneroster")
    assert job["state"] == "done" and (job["result"]["changed"], job["result"]["problems"]) == (1, 0), job
    assert ended(office, office.ask("POST", f"/api/v1/imports/{number}/commit").json()["job_id"])["result"]["changed"] == 1
    found = office.ask("GET", "/api/v1/classes?q=" + quote("改名的班次")).json()["items"]
    assert [(k["room"], k["starts_on"], k["state"]) for k in found] == [("四楼", "2027-03-01", "draft")], found
    assert dry_run(office, delta, "oneroster")[1]["result"]["unchanged"] == 1
    opened = office.ask("POST", f"/api/v1/classes/{found[0]['id']}/state", {"state": "open"})
    assert opened.status == 200, opened.text()
    later = roster(mode="delta", classes=["k-1,,,又改名,,c-1,OR-K1,scheduled,五楼,s-1,t-1,,,"])
    assert dry_run(office, later, "oneroster")[1]["result"]["unchanged"] == 1


def zip_of(person):
    reply = client.request(person.address, "POST", "/api/v1/exchange/oneroster", [], b"", person.jar, WAIT_S)
    assert reply.status == 200 and reply.body.startswith(b"PK"), reply.text()[:300]
    return reply.body


def a_oneroster_zip_goes_out_and_comes_in(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    ours = zip_of(office)
    assert_changes_nothing("our own zip", dry_run(office, ours, "oneroster")[1])
    text = b"".join(zipfile.ZipFile(io.BytesIO(ours)).read(name) for name in zipfile.ZipFile(io.BytesIO(ours)).namelist())
    assert b",teacher," in text and b",administrator," in text
    assert b"argon2" not in text and b"password," in text and not text.startswith(b"\xef\xbb\xbf")
    tree = office.ask("GET", "/api/v1/orgs?q=" + quote("渝中区") + "&limit=5").json()["items"]
    district = next(org["id"] for org in tree if org["kind"] == "district")
    files = foreign(district)
    number, job = dry_run(office, roster(**files), "oneroster")
    assert job["state"] == "done" and (job["result"]["added"], job["result"]["skipped"], job["result"]["problems"]) == (10, 0, 0), job
    told = office.ask("GET", f"/api/v1/imports/{number}").json()
    assert told["remarks_zh"] == "Ada Lovelace 将担任班次“别系统班次”的教师\n张伟 将担任班次“别系统班次”的班主任", told
    assert "teacher of the class" in told["remarks_en"], told
    assert not office.ask("GET", "/api/v1/people?q=Lovelace").json()["items"], "a dry run writes nothing"
    done = ended(office, office.ask("POST", f"/api/v1/imports/{number}/commit").json()["job_id"])
    assert done["state"] == "done" and done["result"]["added"] == 10, done
    ada = office.ask("GET", "/api/v1/people?q=Lovelace").json()["items"]
    assert [p["name"] for p in ada] == ["Ada Lovelace"], ada
    again = dry_run(office, roster(**files), "oneroster")[1]
    assert again["state"] == "done" and (again["result"]["added"], again["result"]["changed"], again["result"]["problems"]) == (0, 0, 0), again
    found = office.ask("GET", "/api/v1/classes?q=" + quote("别系统班次")).json()["items"]
    assert [k["manager_name"] for k in found] == ["张伟"], found
    staff = office.ask("GET", f"/api/v1/classes/{found[0]['id']}/staff").json()["items"]
    assert [(one["person_name"], one["duty"]) for one in staff] == [("Ada Lovelace", "teacher")], staff
    a_delta_changes_a_draft(office)
    assert_changes_nothing("our zip with their records", dry_run(office, zip_of(office), "oneroster")[1])
    assert not Person(running.address, "sysadmin").ask("GET", "/api/v1/accounts?q=Lovelace").json()["items"], "a sign-in from a zip"
    problem = running.stop()
    assert problem is None, problem


def a_oneroster_zip_with_errors_tells_file_row_and_column(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    office = Person(running.address, "office")
    wrong = roster(orgs=["x-1,,,无上级,school,,nowhere", "x-2,,,坏类型,planet,,"],
                   users=["u-1,,,yes,,,伟,张,,,,,,,,,,,,,,x-9,", "u-1,,,true,,,又,张,,,,,,,,,,,,,,,"])
    number, job = dry_run(office, wrong, "oneroster")
    assert job["state"] == "done" and job["result"]["problems"] >= 5 and job["result"]["added"] == 0, job
    told = office.ask("GET", f"/api/v1/imports/{number}/problems?limit=50").json()["items"]
    places = {(p["row_no"], p["label"]) for p in told}
    assert {(2, "orgs.csv: parentSourcedId"), (3, "orgs.csv: type"), (2, "users.csv: enabledUser"),
            (2, "users.csv: primaryOrgSourcedId")} <= places, places
    refused = office.ask("POST", f"/api/v1/imports/{number}/commit")
    assert refused.status == 409, refused.text()
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts:
        parts.writestr("manifest.csv", b"propertyName,value\n" + bytes(80 << 20))
    for what, file, code in (("1.1", roster("1.1"), "oneroster.version"), ("no zip", b"a,b\n1,2\n", "oneroster.zip"),
                             ("a file that is not there", roster(leave_out=("orgs",), orgs=[]), "oneroster.file"),
                             ("a workbook", exported(office, "xlsx"), "oneroster.manifest"),
                             ("a bomb", bomb.getvalue(), "sheet.too_large"), ("half a zip", roster(orgs=[])[:200], "sheet.damaged")):
        assert_refused(what, dry_run(office, file, "oneroster")[1], code)
    for login, target in (("learner", "/api/v1/exchange/oneroster"), ("district", "/api/v1/imports?table=oneroster")):
        denied = Person(running.address, login).ask("POST", target)
        assert denied.status == 403, f"{login}: {denied.text()}"
    status, told, said = command(program, data, url, "export", "oneroster", str(data / "all.zip"), "--as", "office")
    assert status == 0, said
    status, told, said = command(program, data, url, "import", "oneroster", str(data / "all.zip"), "--as", "office", "--commit")
    assert status == 0 and "0 added, 0 changed" in told, told + said
    problem = running.stop()
    assert problem is None, problem


main(what_libreoffice_saves_of_an_export_changes_nothing, gb18030_and_files_in_parts_come_in_as_they_are,
     commands_bring_tables_in_and_out_beside_a_running_server, hostile_spreadsheets_are_refused_in_words,
     a_formula_stays_a_text_on_its_way_in_and_out, a_oneroster_zip_goes_out_and_comes_in,
     a_oneroster_zip_with_errors_tells_file_row_and_column)
