"""tests/deploy/package_test.py: the Debian package is installed, started as its own user, removed and purged.

In an overlay over this machine's root, in mount and process namespaces of its own: nothing of it reaches the machine.
`./dev package --try` does the same in a root that debootstrap has made.
"""
import pathlib
import subprocess
import sys
import tempfile

PACKAGES = sorted(pathlib.Path(__file__).resolve().parent.parent.parent.glob("build/package/tongke_*.deb"))

OVERLAY = """
set -eu
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
cp "$2" "$1/root/tongke.deb"
mount -t proc proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
mount -t tmpfs tmpfs "$1/root/run"
mount -t tmpfs tmpfs "$1/root/tmp"
exec chroot "$1/root" bash -euo pipefail -c "$3"
"""

INSIDE = """
exec 2>&1
export DEBIAN_FRONTEND=noninteractive
printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d
rm -f /var/lib/man-db/auto-update                          # the index of manuals takes long and proves nothing
echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/fast
dpkg -i /tongke.deb
[ "$(stat -c '%U %a' /var/lib/tongke)" = 'tongke 750' ]
[ "$(stat -c '%U:%G %a' /etc/tongke/tongke.conf)" = 'root:tongke 640' ]
systemd-analyze verify --man=no /lib/systemd/system/tongke.service
man -P cat tongke | grep -q 'tongke backup'
LC_ALL=C.UTF-8 man -P cat -l /usr/share/man/zh_CN/man1/tongke.1.gz | grep -q '在线备份'
set -a; . /etc/tongke/tongke.conf; set +a
export TONGKE_LISTEN=127.0.0.1:PORT
setpriv --reuid tongke --regid tongke --init-groups tongke serve & server=$!
for turn in $(seq 300); do
    curl -sf "http://$TONGKE_LISTEN/healthz" && break
    kill -0 $server
    sleep 0.1
done
[ "$(stat -c '%U %a' /var/lib/tongke/secret.key)" = 'tongke 600' ]
[ "$(stat -c '%a' /var/lib/tongke/tongke.db)" = 640 ]
kill $server
wait $server
dpkg -i /tongke.deb                                      # again, as an upgrade does
dpkg -r tongke
[ ! -e /usr/bin/tongke ] && [ -e /etc/tongke/tongke.conf ]
dpkg -P tongke
[ ! -e /etc/tongke ] && [ -s /var/lib/tongke/secret.key ]
"""


def in_overlay(propagation, port):
    with tempfile.TemporaryDirectory(prefix="tongke-package-") as folder:
        return subprocess.run(["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", propagation, "bash", "-c",
                               OVERLAY, "overlay", folder, PACKAGES[-1], INSIDE.replace("PORT", str(port))],
                              capture_output=True, text=True, timeout=200, check=False)


def the_package_installs_starts_and_goes():
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))
    from scenario.server import free_port
    done = in_overlay("private", free_port())
    if "root filesystem propagation" in done.stderr:  # in a chroot, whose / is no mount: ./dev fresh has made it private
        done = in_overlay("unchanged", free_port())
    return None if done.returncode == 0 else f"ended with {done.returncode}:\n{done.stdout}{done.stderr}"


problem = the_package_installs_starts_and_goes() if PACKAGES else "there is no build/package/tongke_*.deb: ./dev package"
print(f"FAILED the package\n{problem}" if problem else "the_package_installs_starts_and_goes")
print(f"{0 if problem else 1} passed, {1 if problem else 0} failed")
sys.exit(bool(problem))
