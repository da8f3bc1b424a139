#!/usr/bin/env python3
"""tests/unit/sqlgen_test.py: what tools/sqlgen makes of SQL files, and what it refuses. Usage: sqlgen_test.py SQLGEN"""
import os
import subprocess
import sys
import tempfile

STEP = "-- step 1: a table\nCREATE TABLE org (id {int64} PRIMARY KEY) {strict};\n"
GET = "-- name: org_get\nSELECT id FROM org WHERE id = $1;\n"
counts = {"passed": 0, "failed": 0}


def run(statements, steps=STEP):
    """(what it complained of or None, header, source)"""
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("org.sql", "org_schema.sql", "org_sql.h", "org_sql.c")]
        for path, text in zip(paths, (statements, steps)):
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
        done = subprocess.run([sys.argv[1], "org", *paths], capture_output=True, text=True, check=False)
        if done.returncode:
            return done.stderr, "", ""
        return None, *(open(path, encoding="utf-8").read() for path in paths[2:])


def check(sentence, condition):
    counts["passed" if condition else "failed"] += 1
    if not condition:
        print("FAILED", sentence)


def refuses(sentence, words, statements=GET, steps=STEP):
    complaint = run(statements, steps)[0]
    check(sentence, complaint is not None and words in complaint)


def statement(text):
    return "-- name: org_x\n" + text + "\n"


complaint, header, source = run("-- About organisations.\n\n" + GET + statement("-- a comment\nSELECT 'a;b ? \"$9\" --'\n  AS text"))
check("a statement is declared and defined", "extern const struct sql sql_org_get;" in header and
      '{"org_get",\n    "SELECT id FROM org WHERE id = $1"}' in source)
check("comments and the semicolon are dropped, literals stay", "comment" not in source and
      "'a;b ? \\\"$9\\\" --'\\n" in source)
check("the tables are counted", "org_statement_count = 2" in source and "org_schema = {steps, 1}" in source)
check("a module may have statements only, or steps only", run(GET, "")[0] is None and run("", STEP)[0] is None)
refuses("a name that is used twice is refused", "this name is taken", GET + GET)
refuses("a name of another module is refused", "must begin with org_", "-- name: person_get\nSELECT 1\n")
refuses("a header without a statement is refused", "no statement", "-- name: org_get\n\n" + statement("SELECT 1"))
refuses("a header that is mistyped is refused", "not understood", "-- name: org get\nSELECT 1\n")
refuses("SQL before the first header is refused", "before the first header", "SELECT 1;\n" + GET)
for text in ("SELECT * FROM org", "SELECT o.* FROM org o", "SELECT id, o.* FROM org o", "DELETE FROM org RETURNING *"):
    refuses(f"columns must be listed: {text}", "list the columns", statement(text))
for text in ("SELECT ?", "SELECT :id", "SELECT @id", "SELECT $id", "SELECT ?1"):
    refuses(f"parameters are numbered: {text}", "parameters are", statement(text))
refuses("a gap in the parameters is refused", "gap", statement("SELECT $1, $3"))
refuses("two statements under one header are refused", "more than one", statement("SELECT 1; SELECT 2"))
refuses("steps without a number in turn are refused", "numbered", steps=STEP + STEP)
refuses("an unknown type word is refused", "unknown type word {int}", steps="-- step 1: a\nCREATE TABLE a (id {int})\n")
check("marks for pages may stand in a statement", run(statement("SELECT id FROM org WHERE 1 = 1 {filters} {page}"))[0] is None)
print(f"{counts['passed']} passed, {counts['failed']} failed")
sys.exit(counts["failed"] > 0)
