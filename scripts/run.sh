#!/usr/bin/env bash
# Opens the workstation on a sample district; with no display, runs the same season headless.
set -euo pipefail
cd "$(dirname "$0")/.."
children=${CHILDREN:-5000}
seed=${SEED:-7}
district=sample/district-$children-$seed
desk=sample/desk-$children-$seed

say() { printf '==> %s\n' "$*"; }

if [ ! -e "$district/applicants.csv" ]; then
    say "Making a sample district of $children children in $district"
    target/release/ruxue sample --children "$children" --seed "$seed" --out "$district"
fi
if [ ! -e "$desk/out/season.json" ]; then
    rm -rf "$desk"
    say "Running the season on a demonstration desk in $desk"
    target/release/ruxue season --desk "$desk" --from "$district" --seed "$seed"
else
    say "The season of $desk has been run before; delete $desk to run it again"
fi
say "入学通知书 (notices):        $desk/out/notices/"
say "派位过程记录 (draw records): $desk/out/records/"
say "合规报告 (compliance):       $desk/out/compliance.pdf"
say "派位文件 (ceremonies):       $desk/ceremonies/"
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "Opening the window; sign in as centre (or principal, auditor …), password yanshi-ruxue-2021"
    exec target/release/ruxue-desktop --desk "$desk"
fi
say "No display: done without the window"
