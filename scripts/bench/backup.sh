#!/usr/bin/env bash
# Measures a backup with all checks, and what the pinned backup adds to an import.
# Usage: scripts/bench/backup.sh [CHILDREN]   (60000; the promise is under 15 s)
set -euo pipefail
cd "$(dirname "$0")/../.."
children=${1:-60000}
target=${CARGO_TARGET_DIR:-target}
ruxue=$target/release/ruxue
work=$target/bench
export RUXUE_PASSWORD=yanshi-ruxue-2021 LC_ALL=C
cargo build --release --quiet -p ruxue-cli
mkdir -p "$work"
district=$work/district-$children
if [ ! -e "$district/applicants.xlsx" ]; then
    "$ruxue" sample --children "$children" --seed 7 --xlsx --out "$district" >/dev/null
fi
desk=$work/backup-desk out=$work/backup-out
rm -rf "$desk" "$out"
mkdir "$out"
as() { local who=$1; shift; "$ruxue" --desk "$desk" --user "$who" "$@"; }
seconds() { local start=$EPOCHREALTIME; "$@" >/dev/null; awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }'; }
as sysadmin desk create --office 110105 --policy chaoyang-2021 --demo >/dev/null
for kind in schools catchments primary-zones seat-records; do
    as centre import "$kind" "$district/$kind.xlsx" >/dev/null
done
echo "import, its pinned backup included   $(seconds as centre import applicants "$district/applicants.xlsx") s"
echo "the same file again, all unchanged   $(seconds as centre import applicants "$district/applicants.xlsx") s"
made=$(seconds as sysadmin backup --out "$out")
file=$(ls "$out"/*.tar)
echo "backup with all checks               $made s, $(stat -c %s "$file" | awk '{ printf "%.0f", $1 / 1e6 }') MB (promise: 15 s)"
echo "the check alone                      $(seconds as sysadmin backup --check "$file") s"
rm -rf "$work/backup-restored"
echo "restore                              $(seconds "$ruxue" --desk "$work/backup-restored" --user sysadmin restore "$file") s"
awk -v made="$made" 'BEGIN { exit made > 15 }' || { echo "The promise was not held." >&2; exit 1; }
