#!/usr/bin/env bash
# Fuzzes the parsers of outside bytes (fuzz/README.md).
# Usage: scripts/fuzz.sh run SECONDS [TARGET]   each target (or one) for so many seconds
#        scripts/fuzz.sh control [SECONDS]      a planted defect, which must be found within them (120)
# SANITIZER=address looks over the unsafe code of dependencies too, some three times slower.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/target/fuzz
bins=$out/x86_64-unknown-linux-gnu/release
case $(uname -m) in aarch64) bins=$out/aarch64-unknown-linux-gnu/release ;; esac
export PATH=$PWD/target/tools/bin:$PATH
# Coverage flags of the stable compiler; the parsers need no OpenSSL, so the machine's own is linked.
export RUSTC_BOOTSTRAP=1 OPENSSL_NO_VENDOR=1

say() { printf '==> %s\n' "$*"; }

build() {
    if ! command -v cargo-fuzz >/dev/null; then
        say "Installing cargo-fuzz in target/tools"
        CARGO_TARGET_DIR=$out/tool cargo install --quiet --root target/tools --locked cargo-fuzz
        rm -rf "$out/tool"
    fi
    say "Building (some minutes the first time)"
    cargo fuzz build --sanitizer "${SANITIZER:-none}" --fuzz-dir fuzz --target-dir "$out" "$@" 2>"$out/build.log" ||
        { tail -40 "$out/build.log" >&2; exit 1; }
}

# How each target is run: how long one input may take, in seconds, and how much memory all may, in MB.
limits() { echo "-timeout=20 -rss_limit_mb=1536 -print_final_stats=1"; }

# One target for $2 seconds; one line says what came of it, with 1 where something was found.
one() {
    local target=$1 seconds=$2 log=$out/logs/$1.log found=$out/artifacts/$1/
    mkdir -p "$out/corpus/$target" "$found" "$out/logs"
    local dictionary=fuzz/dictionaries/$target.dict
    local held=yes
    # shellcheck disable=SC2046 # the limits are words
    "$bins/$target" "$out/corpus/$target" "fuzz/corpus/$target" $(limits) -max_total_time="$seconds" \
        $([ -e "$dictionary" ] && echo "-dict=$dictionary") -artifact_prefix="$found" >"$log" 2>&1 || held=no
    local runs cover
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    cover=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
    [ "${runs:-0}" -gt 0 ] || held=no
    if [ $held = yes ]; then
        printf '%-13s %12s runs  %6s edges\n' "$target" "$runs" "$cover"
    else
        printf '%-13s FAILED: %s\n' "$target" "$log"
        grep -aE '^thread|panicked|ERROR|left:|right:|Test unit written' "$log" | tail -6 | sed 's/^/    /'
        return 1
    fi
}

case ${1:-} in
run)
    seconds=${2:?seconds}
    targets=(${3:-$(sed -n 's/^    ("\([a-z_]*\)", [a-z_]*),$/\1/p' fuzz/src/lib.rs)})
    jobs=${JOBS:-$(nproc)}
    mkdir -p "$out"
    say "${#targets[@]} targets, $seconds s each, $jobs at a time: $(((${#targets[@]} + jobs - 1) / jobs * seconds / 60 + 1)) minutes when built"
    build ${3:+"$3"}
    printf '%s\n' "${targets[@]}" | xargs -P "$jobs" -I{} bash "$0" one {} "$seconds"
    ;;
one)
    one "$2" "$3"
    ;;
control)
    seconds=${2:-120}
    mkdir -p "$out"
    build --features planted planted
    build journal
    found=$(mktemp -d "$out/control.XXXXXX")
    trap 'rm -rf "$found"' EXIT
    mkdir "$found/corpus"
    say "A defect planted in a reader of the target's own must be found within $seconds s"
    # shellcheck disable=SC2046
    if "$bins/planted" "$found/corpus" fuzz/corpus/journal $(limits) -max_total_time="$seconds" \
        -artifact_prefix="$found/" >"$found/log" 2>&1; then
        echo "fuzz: the planted defect was not found" >&2
        exit 1
    fi
    crash=$(find "$found" -name 'crash-*' | head -1)
    if [ -z "$crash" ] || ! grep -q 'fuzz_targets/planted.rs' "$found/log"; then
        echo "fuzz: the run ended, but not by the planted defect:" >&2
        tail -20 "$found/log" >&2
        exit 1
    fi
    "$bins/journal" "$crash" >/dev/null 2>&1 || { echo "fuzz: the product has the planted defect too" >&2; exit 1; }
    say "Found within $SECONDS s; the product itself takes that input"
    ;;
*)
    sed -n '2,5p' "$0"
    exit 2
    ;;
esac
