# tools/dev/package.sh: ./dev package: build/package/tongke_VERSION_ARCH.deb, made by dpkg-deb from the program and deploy/.
#
# What it depends on is read from the program itself (dpkg-shlibdeps). `./dev package --try` then installs it in a new
# Debian 12 root, starts the program there as the package's user, asks it whether it is well, and removes it again.

PACKAGE_DIR=$BUILD/package

package_version() { build/tongke version | awk '{print $2}'; }

# The configuration that a new installation starts with: what must be decided, then everything there is.
package_conf() {
    cat <<'CONF'
# /etc/tongke/tongke.conf: settings of Tongke, read by its systemd unit: VARIABLE=value, without quotes or spaces around =.
# After a change: systemctl restart tongke. 修改后请执行 systemctl restart tongke。
TONGKE_DATA=/var/lib/tongke
TONGKE_LISTEN=127.0.0.1:8080
TONGKE_TRUSTED_PROXY=127.0.0.1
# The address that people use. 用户访问的网址。
#TONGKE_PUBLIC_URL=https://train.example.cn

CONF
    build/tongke settings
}

package_files() {
    local root=$1 doc=$1/usr/share/doc/tongke
    install -D -m 755 build/tongke "$root/usr/bin/tongke"
    strip "$root/usr/bin/tongke"
    install -D -m 644 deploy/systemd/tongke.service "$root/lib/systemd/system/tongke.service"
    install -d "$root/etc/tongke" "$root/usr/share/man/man1" "$root/usr/share/man/zh_CN/man1" "$doc/examples"
    package_conf >"$root/etc/tongke/tongke.conf"
    LANG=C.UTF-8 LC_ALL=C.UTF-8 TONGKE_LANG=en build/tongke man | gzip -9n >"$root/usr/share/man/man1/tongke.1.gz"
    TONGKE_LANG=zh build/tongke man | gzip -9n >"$root/usr/share/man/zh_CN/man1/tongke.1.gz"
    install -m 644 docs/operator.md docs/operator.zh-CN.md "$doc/"
    gzip -9n <CHANGELOG.md >"$doc/changelog.gz"
    install -m 644 LICENSE "$doc/copyright"
    install -m 644 deploy/nginx/tongke.conf "$doc/examples/nginx.conf"
    install -m 644 deploy/prometheus/tongke.rules.yml "$doc/examples/prometheus.rules.yml"
    install -m 644 deploy/grafana/tongke.json "$doc/examples/grafana.json"
}

# dpkg-shlibdeps wants a source package around it: an empty control file will do.
package_depends() {
    mkdir -p "$PACKAGE_DIR/source/debian"
    : >"$PACKAGE_DIR/source/debian/control"
    (cd "$PACKAGE_DIR/source" && dpkg-shlibdeps -O "$1/usr/bin/tongke" 2>/dev/null) | sed -n 's/^shlibs:Depends=//p'
}

package_control() {
    local root=$1
    cat <<CONTROL
Package: tongke
Version: $(package_version)
Architecture: $(dpkg --print-architecture)
Maintainer: Tongke contributors <tongke@example.cn>
Installed-Size: $(du -sk "$root" --exclude=DEBIAN | cut -f1)
Depends: $(package_depends "$root"), adduser
Recommends: ffmpeg, fonts-wqy-microhei, nginx-light | nginx
Suggests: postgresql, nats-server, prometheus
Section: web
Priority: optional
Homepage: https://tongke.example.cn
Description: training network for a whole city
 Tongke lets a city's training office, its schools and its sites teach and learn
 as one network: classes, live lessons, rolls, and a ledger of hours for each
 person. One program with its pages inside; data in SQLite or PostgreSQL.
CONTROL
}

package_make() {
    local root=$PACKAGE_DIR/root file
    rm -rf "$PACKAGE_DIR"
    mkdir -p "$root/DEBIAN"
    package_files "$root" || return 1
    package_control "$root" >"$root/DEBIAN/control"
    echo /etc/tongke/tongke.conf >"$root/DEBIAN/conffiles"
    for file in postinst prerm postrm; do install -m 755 "deploy/debian/$file" "$root/DEBIAN/$file"; done
    (cd "$root" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
    dpkg-deb --root-owner-group --build "$root" "$PACKAGE_DIR" && rm -rf "$root" "$PACKAGE_DIR/source"
}

# Runs in the new root: install, start, ask, remove, purge. $1: the package.
package_try_inside() {
    set -euo pipefail
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -y -q --no-install-recommends "$1" curl util-linux
    id tongke
    set -a && . /etc/tongke/tongke.conf && set +a
    setpriv --reuid tongke --regid tongke --init-groups tongke serve &
    local server=$! turn name
    for turn in $(seq 300); do
        curl -sf http://127.0.0.1:8080/healthz && break
        kill -0 $server
        sleep 0.1
    done
    curl -sf http://127.0.0.1:8080/ | grep -q '<title>'
    # the operator's manual, word for word, but for sudo
    local as=(runuser -u tongke --) login role
    "${as[@]}" tongke org init --data /var/lib/tongke --name 某市
    while read -r login name role; do
        echo "first-day-2026-Chongqing" | "${as[@]}" tongke user add "$login" --data /var/lib/tongke --name "$name" --role "$role"
    done <<<$'sys 系统管理员 sysadmin\nsec 安全管理员 secadmin\naud 审计员 auditor\nedu 培训处 office'
    curl -sf -H 'Content-Type: application/json' -d '{"login":"edu","password":"first-day-2026-Chongqing"}' \
        http://127.0.0.1:8080/api/v1/session
    install -d -o tongke -g tongke -m 0700 /var/backups/tongke
    "${as[@]}" tongke backup /var/backups/tongke/1 --data /var/lib/tongke
    (cd /var/backups/tongke/1 && sha256sum -c SHA256SUMS)
    "${as[@]}" tongke restore /var/backups/tongke/1 --data /var/backups/tongke/try
    "${as[@]}" tongke verify --data /var/backups/tongke/try
    man tongke >/dev/null || true
    kill $server && wait $server
    apt-get remove -y -q tongke
    [ ! -e /usr/bin/tongke ] && [ -e /etc/tongke/tongke.conf ]
    apt-get purge -y -q tongke
    [ ! -e /etc/tongke ] && [ -e /var/lib/tongke/secret.key ]
    echo "package: 1 passed, 0 failed"
}

package_try() {
    check_fresh_rights
    ensure_packages "${PACKAGES_FRESH[@]}"
    FRESH_ROOT=$(mktemp -d "${TMPDIR:-/var/tmp}/tongke-fresh.XXXXXX")
    at_exit "rm -rf --one-file-system '$FRESH_ROOT'"
    chmod 755 "$FRESH_ROOT"
    step "Make a new Debian 12 root" make_root || exit 1
    step "Take over the network settings" copy_settings || exit 1
    mkdir -p "$FRESH_ROOT/src/tongke"
    cp "$PACKAGE_DIR"/tongke_*.deb "$FRESH_ROOT/src/tongke/tongke.deb"
    printf '#!/bin/sh\nexit 101\n' >"$FRESH_ROOT/usr/sbin/policy-rc.d" && chmod 755 "$FRESH_ROOT/usr/sbin/policy-rc.d"
    export -f fresh_inside package_try_inside
    declare -f package_try_inside >"$FRESH_ROOT/src/tongke/try.sh"
    echo 'package_try_inside "$@"' >>"$FRESH_ROOT/src/tongke/try.sh"
    step "Install, start, back up, remove and purge it there" unshare --mount --pid --fork --kill-child --propagation private \
        bash -euc 'fresh_inside "$@"' fresh "$FRESH_ROOT" "$FRESH_CACHE/debs" bash try.sh /src/tongke/tongke.deb || exit 1
}

command_package() {
    local try=
    [ "${1:-}" != --try ] || try=1
    ensure_packages "${PACKAGES_PACKAGE[@]}"
    command_build
    step "Make the package" package_make || exit 1
    say "  $(ls "$PACKAGE_DIR"/tongke_*.deb)"
    [ -z "$try" ] || package_try
}
