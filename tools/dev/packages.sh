# tools/dev/packages.sh: the Debian and npm packages that each command needs, installed only when they are missing.

# Name alternatives with "|": any one that is installed will do, the first is installed.
PACKAGES_RUN=(
    build-essential meson ninja-build pkg-config python3 ca-certificates
    libevent-dev libwslay-dev libjansson-dev libsqlite3-dev libpq-dev
    libsodium-dev libssl-dev libicu-dev libqrencode-dev libnats-dev
    libzip-dev libexpat1-dev libxlsxwriter-dev
    libcairo2-dev libpango1.0-dev libcurl4-openssl-dev libcjose-dev
    # ffmpeg makes and serves the lecture; the font draws the Chinese on its slides.
    ffmpeg "fonts-wqy-microhei|fonts-noto-cjk"
)
PACKAGES_TEST=(
    postgresql sqlite3 chromium
    poppler-utils libreoffice-calc-nogui python3-aiosmtpd python3-icalendar glewlwyd
    clang libclang-rt-14-dev llvm
    coinor-libcbc-dev
    curl jq python3-jsonschema
    # what deploy/ is about
    nginx-light nats-server prometheus systemd openssl
    dpkg-dev adduser man-db
)
PACKAGES_BENCH=(liblemon-dev nginx-light libnginx-mod-nchan wrk sqlite3 postgresql curl jq)
PACKAGES_PACKAGE=(dpkg-dev binutils)
PACKAGES_FORMAT=(clang-format)
PACKAGES_FRESH=(debootstrap git ca-certificates)

node_is_new_enough() {
    command -v npm >/dev/null && command -v node >/dev/null || return 1
    local major
    major=$(node --version) && major=${major#v} && [ "${major%%.*}" -ge 18 ]
}

# Of "a|b" the first, unless one of them is installed.
packages_missing() {
    local installed wanted name
    installed=" $(dpkg-query -W -f '${db:Status-Status}/${Package} ' 2>/dev/null) "
    for wanted in "$@"; do
        for name in ${wanted//|/ }; do
            [[ $installed == *" installed/$name "* ]] && continue 2
        done
        echo "${wanted%%|*}"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then env "$@"; else sudo -n env "$@"; fi
}

# Installing a server package starts the server on most machines. Debian's own switch against that is a policy-rc.d that
# says 101; ours is there only while apt runs, and only where nobody has put one.
POLICY=/usr/sbin/policy-rc.d
CLUSTER_CONF=/etc/postgresql-common/createcluster.conf
guard_services() {
    [ ! -e $POLICY ] || return 0
    at_exit unguard_services
    as_root sh -c "printf '#!/bin/sh\n# Made by ./dev for the time of an installation.\nexit 101\n' >$POLICY && chmod 755 $POLICY"
}
unguard_services() {
    if grep -qs 'Made by ./dev' $POLICY; then as_root rm -f $POLICY; fi
}

# The tests start their own PostgreSQL, so the machine needs no cluster made at installation.
without_cluster() {
    at_exit restore_cluster_conf
    apt_install postgresql-common &&
        as_root cp -p $CLUSTER_CONF $CLUSTER_CONF.before-dev &&
        as_root sh -c "echo 'create_main_cluster = false' >>$CLUSTER_CONF"
}
restore_cluster_conf() {
    [ ! -e $CLUSTER_CONF.before-dev ] || as_root mv $CLUSTER_CONF.before-dev $CLUSTER_CONF
}

apt_install() {
    as_root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        install -y -q --no-install-recommends "$@"
}

first_postgresql() { [[ " $* " == *" postgresql "* && ! -e $CLUSTER_CONF ]]; }

# Runs as a step, where bash ignores "set -e": hence the chains of &&.
install_packages() {
    guard_services &&
        as_root apt-get -o DPkg::Lock::Timeout=300 update -q &&
        { ! first_postgresql "$@" || without_cluster; } &&
        apt_install "$@" || return 1
    unguard_services
    restore_cluster_conf
}

check_install_rights() {
    command -v apt-get >/dev/null || die \
        "These packages are missing and there is no apt-get here: $*. The supported system is Debian 12." \
        "缺少以下软件包，而本机没有 apt-get：$*。本项目支持的系统是 Debian 12。"
    [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null || die \
        "These packages are missing. Install them with: sudo apt-get install --no-install-recommends $*" \
        "缺少软件包，请先执行：sudo apt-get install --no-install-recommends $*"
}

# ensure_packages NAME…: returns at once when all are there.
ensure_packages() {
    local missing
    mapfile -t missing < <(packages_missing "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    check_install_rights "${missing[@]}"
    need_space /var 1500
    say "  Missing Debian packages: ${missing[*]}"
    step "Install ${#missing[@]} Debian packages" install_packages "${missing[@]}" || exit 1
}

ensure_node() {
    node_is_new_enough || ensure_packages nodejs npm
    node_is_new_enough || die "node $(node --version) is too old: 18 or newer is needed." \
        "node 版本过低（$(node --version)），需要 18 或更高。"
}

# ensure_npm DIR: `npm ci` when package-lock.json (or node itself) is not the one of the last time.
ensure_npm() {
    local dir=$1 stamp=$1/node_modules/.installed-lock lock
    lock="$(sha256sum <"$dir/package-lock.json") $(node --version)"
    [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ] || return 0
    step "Install npm packages of $dir" \
        npm ci --prefix "$dir" --no-audit --no-fund --fetch-retries=5 --loglevel=warn || exit 1
    echo "$lock" >"$stamp"
}
