"""tests/system/backup_test.py: a backup made while marks arrive comes back whole; a database moves there and back."""
import pathlib
import shutil
import subprocess
import time

from marks import Marks
from program import main, server, verify


def run(program, *words, expect=0):
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == expect, f"tongke {words[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def marks_in(data, url):
    """How many marks a database has, by its audit log: each has its line in the transaction of the mark."""
    text = "SELECT COUNT(*) FROM audit WHERE action LIKE 'PUT %/roll' AND status = 200"
    command = ["psql", "-X", "-A", "-t", "-d", url, "-c", text] if url else ["sqlite3", data / "tongke.db", text]
    return int(subprocess.run(command, capture_output=True, check=True).stdout)


def digest_check(folder):
    done = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def a_backup_made_while_marks_arrive_comes_back_whole(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    marks = Marks([running.address], data)
    marks.start()
    marks.wait_for(100)
    before = dict(marks.acknowledged)
    backup = pathlib.Path(data).parent / "backup"
    began, first = time.monotonic(), marks.last
    run(program, "backup", backup, "--data", data, *city.db_option(url))
    took, meanwhile = time.monotonic() - began, marks.last - first
    marks.wait_for(20)
    later = dict(marks.acknowledged)
    marks.stop()
    total = marks.last
    problem = running.stop()
    assert problem is None, problem
    print(f"backed up in {took:.2f} s while {meanwhile} marks were acknowledged")
    assert meanwhile > 0, "the backup held up the writers"
    digest_check(backup)

    data2, url2 = pathlib.Path(data).parent / "restored", city.create_database(f"{city.name}_restored") if url else None
    run(program, "restore", backup, "--data", data2, *city.db_option(url2))
    problem = verify(program, data2, url2)
    assert problem is None, problem
    assert (data2 / "secret.key").read_text() == (pathlib.Path(data) / "secret.key").read_text()
    assert (data2 / "media/lecture.mp4").stat().st_size == (pathlib.Path(data) / "media/lecture.mp4").stat().st_size
    kept = marks_in(data2, url2)
    assert first <= kept <= total + marks.refused, f"{first} marks were acknowledged before, {total} in all, {kept} are in the backup"
    again = server.Server(program, data2, url2)
    # whose last mark before the backup was also the last after it: that one must be there
    marks.acknowledged = {id_: mark for id_, mark in before.items() if later.get(id_) == mark}
    marks.check(again.address)
    problem = again.stop()
    assert problem is None, problem


def a_damaged_backup_is_not_restored(program, city):
    data, url = city.copy()
    folder = pathlib.Path(data).parent
    backup = folder / "damaged"
    run(program, "backup", backup, "--data", data, *city.db_option(url), "--without-media", "--without-secret")
    assert not (backup / "secret.key").exists() and not (backup / "media").exists()
    with open(backup / "tongke.db", "r+b") as file:
        file.seek(100_000)
        file.write(b"\xff" * 16)
    target = ["--data", folder / "new"] + (["--db", city.create_database(f"{city.name}_damaged")] if url else [])
    said = run(program, "restore", backup, *target, expect=1)
    assert "tongke.db" in said and not (folder / "new").exists(), said
    run(program, "restore", backup, "--data", data, expect=1)  # nothing is overwritten
    run(program, "backup", backup, "--data", data, *city.db_option(url), expect=1)


def dump(path):
    lines = subprocess.run(["sqlite3", path, ".dump"], capture_output=True, check=True).stdout.split(b"\n")
    return sorted(line for line in lines if line.startswith(b"INSERT INTO"))


def a_database_moves_there_and_back_without_loss(program, city):
    data, url = city.copy()
    if not url:
        return  # the other kind does both ways
    folder = pathlib.Path(data).parent
    first, second = folder / "first.db", folder / "second.db"
    run(program, "move", "--from", url, "--to", first)
    there = city.create_database(f"{city.name}_there")
    run(program, "move", "--from", first, "--to", there)
    run(program, "move", "--from", there, "--to", second)
    assert dump(first) == dump(second), "what came back is not what left"
    problem = verify(program, data, there)
    assert problem is None, problem
    run(program, "move", "--from", first, "--to", there, expect=1)  # nothing is overwritten
    run(program, "move", "--from", folder / "no.db", "--to", folder / "third.db", expect=1)
    shutil.copyfile(second, pathlib.Path(data) / "tongke.db")
    running = server.Server(program, data, None)
    problem = running.stop()
    assert problem is None, problem


def backups_come_back_whole_and_databases_move_without_loss(program, city):
    """In one city: making one takes longer than all of this."""
    a_damaged_backup_is_not_restored(program, city)
    a_backup_made_while_marks_arrive_comes_back_whole(program, city)
    a_database_moves_there_and_back_without_loss(program, city)


main(backups_come_back_whole_and_databases_move_without_loss, people=120)
