# tools/dev/fresh.sh: ./dev fresh: a new Debian 12 root, and in it a clean clone and a command (./dev test).
#
# What it takes from this machine is only how to reach the package servers: mirror, apt's network settings, DNS, CA
# certificates, npm settings. All mounts are made in a mount namespace of their own, so that they vanish with the last
# process however it ends, and deleting the root can never reach through one.

FRESH_CACHE=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/tongke/fresh

# "URI" of the first source whose suites are bookworm ones; $1: a pattern for the suite.
apt_uri() {
    apt-get indextargets --format '$(SITE) $(SUITE) $(RELEASE) $(COMPONENT)' 2>/dev/null |
        awk -v suite="$1" '($2 ~ suite || $3 ~ suite) && $4 == "main" {sub(/\/$/, "", $1); print $1; exit}'
}

debian_mirror() {
    local uri
    uri=$(apt_uri '^bookworm$')
    echo "${uri:-http://deb.debian.org/debian}"
}

security_mirror() {
    local uri
    uri=$(apt_uri '^bookworm-security$')
    echo "${uri:-http://deb.debian.org/debian-security}"
}

make_root() {
    mkdir -p "$FRESH_CACHE/debs"
    debootstrap --variant=minbase --include=ca-certificates --cache-dir="$FRESH_CACHE/debs" bookworm "$FRESH_ROOT" "$(debian_mirror)"
}

copy_apt_settings() {
    cat >"$FRESH_ROOT/etc/apt/sources.list" <<SOURCES
deb $(debian_mirror) bookworm main
deb $(debian_mirror) bookworm-updates main
deb $(security_mirror) bookworm-security main
SOURCES
    # Proxies, certificates, retries: everything below Acquire, as apt itself prints it.
    apt-config dump | grep -E '^Acquire::(http|https|ftp|Retries|ForceIPv4|ForceIPv6)' >"$FRESH_ROOT/etc/apt/apt.conf.d/90host" || true
}

# The host's bundle as single certificates, so that update-ca-certificates in the root keeps those which the host added.
copy_certificates() {
    local bundle=/etc/ssl/certs/ca-certificates.crt target=$FRESH_ROOT/usr/local/share/ca-certificates
    [ -f $bundle ] || return 0
    awk -v dir="$target" '/BEGIN CERTIFICATE/ {n++} n {print > sprintf("%s/host-%03d.crt", dir, n)}' $bundle
    chroot "$FRESH_ROOT" update-ca-certificates 2>&1 | tail -n 1
}

copy_npm_settings() {
    local file
    for file in $(printf '%s\n' "$(npm config get globalconfig 2>/dev/null)" /etc/npmrc "${HOME:-/root}/.npmrc" | sort -u); do
        [ ! -f "$file" ] || grep -Ev '^(prefix|cache|nodedir)=' "$file" >>"$FRESH_ROOT/root/.npmrc" || true
    done
}

# Settings given by the environment; a file that one names goes along.
copy_environment() {
    local name value
    while IFS='=' read -r name value; do
        printf 'export %s=%q\n' "$name" "$value"
        if [ -f "$value" ] && [ ! -e "$FRESH_ROOT$value" ]; then install -D -m 644 "$value" "$FRESH_ROOT$value"; fi
    done < <(env | grep -iE '^(https?_proxy|no_proxy|all_proxy|npm_config_[a-z_]+|NODE_EXTRA_CA_CERTS|NODE_OPTIONS|SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE|CI|TONGKE_[A-Z_]+)=') \
        >"$FRESH_ROOT/root/host-environment"
}

copy_settings() {
    copy_apt_settings &&
        cp -L /etc/resolv.conf "$FRESH_ROOT/etc/resolv.conf" &&
        cp /etc/hosts "$FRESH_ROOT/etc/hosts" &&
        copy_certificates && copy_npm_settings && copy_environment
}

# What is committed, not what lies about here.
clone_sources() {
    git clone --no-hardlinks --quiet "$ROOT" "$FRESH_ROOT/src/tongke"
}

# Runs inside the namespaces; $1 the root, $2 the cache of packages, then the command.
fresh_inside() {
    local root=$1 cache=$2
    shift 2
    mount --rbind /dev "$root/dev"
    mount -t proc proc "$root/proc"
    mkdir -p "$root/dev/shm"
    mountpoint -q "$root/dev/shm" || mount -t tmpfs tmpfs "$root/dev/shm"
    mount --bind "$cache" "$root/var/cache/apt/archives"
    exec chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 TERM="${TERM:-dumb}" \
        bash -c '. /root/host-environment; cd /src/tongke && exec "$@"' fresh "$@"
}

check_fresh_rights() {
    [ "$(id -u)" -eq 0 ] || die "./dev fresh needs root (debootstrap, chroot). Run: sudo ./dev fresh" \
        "./dev fresh 需要管理员权限。请运行：sudo ./dev fresh"
    unshare --mount --pid --fork true 2>/dev/null || die "This machine allows no mount namespaces (a container without the right to it). Run ./dev fresh on the host." \
        "本机不允许创建挂载命名空间（可能是受限容器）。请在宿主机上运行 ./dev fresh。"
}

command_fresh() {
    [ "${1:-}" != -- ] || shift
    [ $# -gt 0 ] || set -- ./dev test
    check_fresh_rights
    ensure_packages "${PACKAGES_FRESH[@]}"
    [ -z "$(git status --porcelain 2>/dev/null)" ] || say "  Changes that are not committed do not take part. 未提交的修改不参与。"
    FRESH_ROOT=$(mktemp -d "${TMPDIR:-/var/tmp}/tongke-fresh.XXXXXX")
    at_exit "rm -rf --one-file-system '$FRESH_ROOT'"
    chmod 755 "$FRESH_ROOT"
    need_space "$FRESH_ROOT" 8000
    step "Make a new Debian 12 root" make_root || exit 1
    step "Take over the network settings" copy_settings || exit 1
    step "Clone the sources" clone_sources || exit 1
    say "  In the new root: $*"
    export -f fresh_inside
    unshare --mount --pid --fork --kill-child --propagation private \
        bash -euc 'fresh_inside "$@"' fresh "$FRESH_ROOT" "$FRESH_CACHE/debs" "$@"
}
