"""tests/system/disk_test.py: a full disk: writers are told, readers go on, and it works again once there is room.

The disk is a small tmpfs of our own, mounted in a private mount namespace that this file starts itself in.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from program import Person, main, server, verify

DISK_MB = 160


def enter_namespace():
    """Runs this file again where it may mount, and ends with that run's status."""
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    command = ["unshare", "--mount", *rights, sys.executable, *sys.argv]
    with tempfile.TemporaryDirectory(prefix="tongke-disk-") as folder:
        status = subprocess.run(command, env={**os.environ, "TONGKE_TEST_MOUNT": folder}, check=False).returncode
    sys.exit(status)


def mount_disk(folder):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", folder], check=True)
    return folder


def fill(path):
    with open(path, "wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(1 << 16))
        except OSError:
            pass
        try:
            while True:
                ballast.write(bytes(512))
        except OSError:
            pass


def add_org(person, parent, name):
    return person.ask("POST", "/api/v1/orgs",
                      {"parent_id": parent, "kind": "unit", "level": "township", "name": name, "short_name": name})


def first_refusal(person, parent):
    """Writes until one is refused; the log file may still have some room in it."""
    for number in range(5000):
        reply = add_org(person, parent, f"满盘{number}")
        if reply.status != 201:
            return reply
    raise AssertionError("5,000 writes on a full disk were all accepted")


def wait_for_disk(running, wanted):
    deadline = time.monotonic() + 30
    while True:
        health = server.client.request(running.address, "GET", "/healthz", [], None).json()
        if health["disk"] == wanted and health["database"] == "sound":
            return
        assert time.monotonic() < deadline, f"the disk is not {wanted}: {health}"
        time.sleep(0.1)


def wait_for_notice(person):
    deadline = time.monotonic() + 30
    while not any(n["kind"] == "system.disk" for n in person.ask("GET", "/api/v1/my/notices?limit=50").json()["items"]):
        assert time.monotonic() < deadline, "the system administrator was not told"
        time.sleep(0.1)


def metrics(running):
    return " " + server.client.request(running.address, "GET", "/metrics", [], None).text().replace("\n", " ")


def a_full_disk_refuses_writes_and_heals(program, city):
    data, url = city.copy()
    os.environ["TONGKE_DISK_WARN_MB"] = "20"
    running = server.Server(program, data, url)
    wait_for_disk(running, "ok")
    office = Person(running.address, "office")
    parent = office.ask("GET", "/api/v1/orgs?limit=1").json()["items"][0]["id"]
    ballast, first = pathlib.Path(data).parent / "ballast", pathlib.Path(data).parent / "first"
    free = os.statvfs(data).f_bavail * os.statvfs(data).f_frsize
    with open(first, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, free - (18 << 20))
    wait_for_disk(running, "low")
    wait_for_notice(Person(running.address, "sysadmin"))
    fill(ballast)
    refused = first_refusal(office, parent)
    assert refused.status == 507 and refused.json()["code"] == "db.full", f"{refused.status} {refused.text()}"
    assert refused.header("content-type").startswith("application/problem+json"), refused.headers
    assert refused.json()["detail"]
    assert office.ask("GET", "/api/v1/orgs?limit=5").status == 200, "reading stopped too"
    wait_for_disk(running, "full")
    assert " tongke_disk_low 1" in metrics(running), "not in /metrics"
    ballast.unlink()
    first.unlink()
    wait_for_disk(running, "ok")
    healed = add_org(office, parent, "又有空间")
    said = pathlib.Path(running.log).read_text("utf-8")
    assert "left: free some" in said and "has room again" in said, said
    assert healed.status == 201, f"after making room: {healed.status} {healed.text()}"
    problem = running.stop() or verify(program, data, url)
    assert problem is None, problem


if "TONGKE_TEST_MOUNT" not in os.environ:
    enter_namespace()
main(a_full_disk_refuses_writes_and_heals, base=mount_disk(os.environ["TONGKE_TEST_MOUNT"]), only="SQLite")
