#!/bin/sh
# Prepare this checkout: `setup.sh run` for serving, `dev` for the tools, `test` for everything.
# Each part leaves a stamp of what it was made from and is skipped while that is unchanged.
set -eu

cd "$(dirname "$0")/.."
level=${1:-run}
venv=.venv
stamps=.stamps
oldest_node=20

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

mkdir -p "$stamps"
# Two of us at once would trip over each other: the second waits for the first.
if [ -z "${ANZHU_SETUP_ALONE:-}" ] && command -v flock >/dev/null; then
    ANZHU_SETUP_ALONE=1 exec flock "$stamps/lock" sh tools/setup.sh "$level"
fi
# npm and pip want a home to write to; a bare machine may have none.
if [ ! -w "${HOME:-/nonexistent}" ]; then HOME="$PWD/$stamps/home"; mkdir -p "$HOME"; export HOME; fi
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

# made NAME FILE…: true when part NAME was made from these very files; else remembers their digest
digest=
made() {
    part=$1; shift
    digest=$(cat -- "$@" | sha256sum)
    [ -f "$stamps/$part" ] && [ "$(cat "$stamps/$part")" = "$digest" ]
}
done_with() { printf '%s\n' "$digest" > "$stamps/$1"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"
    else return 1; fi
}
apt_install() {
    command -v apt-get >/dev/null || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
        >/dev/null 2>&1 && return
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
        >/dev/null
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"; return
        fi
    done
    return 1
}

make_venv() {
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 && return
    python=$(find_python) || { apt_install python3 && python=$(find_python); } \
        || fail "需要 Python 3.11 或更新的版本。请先安装（Debian：apt-get install python3 python3-venv）。"
    say "建立 Python 环境 ${venv} ……"
    rm -rf "$venv" "$stamps"/python-*
    if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
        rm -rf "$venv"
        apt_install python3-venv && "$python" -m venv "$venv" \
            || fail "这台机器的 Python 缺少 venv。请以 root 运行：apt-get install python3-venv，然后重试。"
    fi
}

install_python() {
    list=$1
    made "python-$list" "requirements/build.txt" "requirements/$list.txt" pyproject.toml && return
    say "安装 Python 组件（requirements/$list.txt）……"
    # The lists are complete: nothing is to be resolved, so a newer release cannot slip in.
    "$venv/bin/pip" install -q --require-hashes --no-deps -r requirements/build.txt
    "$venv/bin/pip" install -q --require-hashes --no-deps -r "requirements/$list.txt"
    "$venv/bin/pip" install -q --no-deps --no-build-isolation --no-index -e .
    done_with "python-$list"
}

node_is_good() {
    command -v npm >/dev/null && command -v node >/dev/null \
        && [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -ge "$oldest_node" ]
}

build_assets() {
    made assets package.json package-lock.json $(find src/anzhu/web/styles -type f 2>/dev/null | sort) \
        && [ -d build/static ] && return
    PATH="$PWD/$venv/bin:$PATH"; export PATH
    if ! node_is_good; then
        say "安装 Node.js（requirements/node.txt）……"
        "$venv/bin/pip" install -q --require-hashes --no-deps -r requirements/node.txt
        hash -r
    fi
    say "构建页面样式与字体 ……"
    npm ci --ignore-scripts --no-progress --loglevel=error >&2
    npm run --silent build >&2
    done_with assets
}

install_test_programs() {
    wanted=
    command -v chromium >/dev/null || wanted="$wanted chromium"
    command -v pdftoppm >/dev/null || wanted="$wanted poppler-utils"
    [ -n "$(find /usr/share/fonts -iname 'NotoSansCJK*' 2>/dev/null | head -n 1)" ] \
        || wanted="$wanted fonts-noto-cjk"
    [ -z "$wanted" ] && return
    say "安装测试所需的程序：$wanted ……"
    # shellcheck disable=SC2086  # a list of words
    apt_install $wanted || fail "测试需要：$wanted。请以 root 运行：apt-get install$wanted，然后重试。"
}

make_venv
case $level in
    run) install_python run ;;
    dev) install_python dev ;;
    test) install_python dev; install_test_programs ;;
    *) fail "用法：setup.sh run|dev|test" ;;
esac
[ "$level" = dev ] || build_assets
