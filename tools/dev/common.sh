# tools/dev/common.sh: messages, timed steps, clean-up, and the explanation of what went wrong.

LOG_DIR=$ROOT/build/log
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1

say() { printf '%s\n' "$*"; }

# die ENGLISH CHINESE: both sentences say what to do.
die() {
    printf '\ndev: %s\n     %s\n' "$1" "$2" >&2
    exit 1
}

# Commands added here run when the script ends, however it ends, the last one added first.
CLEANUP=()
at_exit() { CLEANUP=("$*" "${CLEANUP[@]}"); }
run_cleanup() {
    local status=$? command
    trap - EXIT
    for command in "${CLEANUP[@]}"; do eval "$command" || true; done
    exit "$status"
}
trap run_cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

now_ms() { local t=${EPOCHREALTIME//[.,]/}; echo "$((t / 1000))"; }

seconds_since() {
    local ms=$(($(now_ms) - $1))
    printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

# step TITLE COMMAND…: one progress line with its time; the output goes to a log that is shown, and explained, on failure.
step() {
    local title=$1 started log
    shift
    mkdir -p "$LOG_DIR"
    log=$LOG_DIR/$(tr -cs '[:alnum:]\n' '-' <<<"$title" | tr '[:upper:]' '[:lower:]').log
    started=$(now_ms)
    printf '  %s …' "$title"
    if "$@" >"$log" 2>&1 </dev/null; then
        printf ' %s\n' "$(seconds_since "$started")"
        return 0
    fi
    printf ' FAILED after %s\n' "$(seconds_since "$started")"
    tail -n 25 "$log" | sed 's/^/    /'
    say "    (all of it: ${log#"$ROOT"/})"
    explain "$log"
    return 1
}

# Known causes, looked for in a log: pattern, English, Chinese.
KNOWN_CAUSES=(
    'No space left on device|ENOSPC'
    'The disk is full. Free some space (df -h shows where) and run the same command again.'
    '磁盘已满。请清理空间（可用 df -h 查看）后重新运行同一命令。'
    'Temporary failure resolving|Could not resolve|EAI_AGAIN|ENOTFOUND|Network is unreachable|ENETUNREACH|ETIMEDOUT|Connection timed out|ECONNREFUSED.*registry|Failed to fetch'
    'A package server was not reached. Check the network, or the proxy (http_proxy, https_proxy, npm config get proxy), and run the same command again.'
    '无法连接软件包服务器。请检查网络或代理设置（http_proxy、https_proxy、npm 的 proxy）后重试。'
    'SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER|UNABLE_TO_VERIFY_LEAF|CERT_UNTRUSTED|certificate verif'
    'A certificate was not trusted. Behind an inspecting proxy, add its CA to /usr/local/share/ca-certificates, run update-ca-certificates, and set NODE_EXTRA_CA_CERTS for npm.'
    '证书不受信任。若网络出口会替换证书，请把其 CA 放入 /usr/local/share/ca-certificates 并运行 update-ca-certificates，同时为 npm 设置 NODE_EXTRA_CA_CERTS。'
    'Could not get lock|is another process using it|Could not open lock file.*Resource'
    'Another program is installing packages. Wait until it has finished and run the same command again.'
    '另一个程序正在安装软件包。请等它结束后重试。'
    'are you root|Could not open lock file.*Permission|sudo: a password is required|not in the sudoers'
    'Installing packages needs root. Run the command as root, or as a user who may use sudo.'
    '安装软件包需要管理员权限。请以 root 运行，或使用有 sudo 权限的用户。'
    'Unable to locate package|has no installation candidate'
    'A package is unknown to apt. This project is made for Debian 12 (bookworm, component main): check /etc/apt/sources.list*.'
    'apt 找不到所需软件包。本项目面向 Debian 12（bookworm main），请检查 /etc/apt/sources.list*。'
    'EACCES|Permission denied'
    'A file may not be written. Look at the path above: it may belong to root from an earlier run with sudo.'
    '没有写入权限。请查看上面的路径：可能是先前用 sudo 运行时留下的文件。'
    'Address already in use|EADDRINUSE'
    'A port is in use. Choose another with --listen 127.0.0.1:PORT.'
    '端口已被占用。请用 --listen 127.0.0.1:端口 换一个。'
    'Killed signal terminated|Cannot allocate memory|heap out of memory|ENOMEM'
    'Memory ran out. Building needs about 2 GB free.'
    '内存不足。编译大约需要 2 GB 可用内存。'
)

explain() {
    local i
    for ((i = 0; i < ${#KNOWN_CAUSES[@]}; i += 3)); do
        grep -Eqi -- "${KNOWN_CAUSES[i]}" "$1" || continue
        printf '\n  → %s\n    %s\n' "${KNOWN_CAUSES[i + 1]}" "${KNOWN_CAUSES[i + 2]}"
        return 0
    done
}

# need_space DIR MEGABYTES: says so before a long job fails in the middle.
need_space() {
    local free
    free=$(df -Pm "$1" | awk 'NR == 2 {print $4}')
    [ "$free" -ge "$2" ] || die "$1 has $free MB free; this needs about $2 MB. Free some space first." \
        "$1 仅剩 $free MB，本操作约需 $2 MB。请先清理磁盘。"
}
