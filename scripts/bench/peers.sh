#!/bin/sh
# Sets up the Python peers of `make bench` in target/bench-venv; may be repeated.
set -eu
cd "$(dirname "$0")/../.."
venv=target/bench-venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c 'import fastexcel, numpy, pyarrow' 2>/dev/null ||
    "$venv/bin/pip" install --quiet --disable-pip-version-check fastexcel numpy pyarrow
echo "$venv/bin/python"
