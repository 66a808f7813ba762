"""Runs a `ruxue` binary from outside: demonstration desks, imports, districts by seed, the closing line."""

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path

KINDS = ["schools", "catchments", "primary-zones", "seat-records", "applicants", "choices"]
PASSWORD = "Outside-witness-2021"


class Failure(Exception):
    """The binary did not do what was asked; the message says what and how."""


# What breaks a comparison off: the binary failed, or its lines are not what they should be.
BROKEN = (Failure, KeyError, ValueError, OSError)


def said(error):
    """One of BROKEN in words."""
    return f"{error!s}" if isinstance(error, Failure) else f"{error!r}"


def ruxue(binary, desk, user, *args):
    """Runs one command on the desk and returns its standard output."""
    env = os.environ | {"RUXUE_DESK": str(desk), "RUXUE_USER": user, "RUXUE_PASSWORD": PASSWORD}
    done = subprocess.run([binary, *args], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode != 0:
        raise Failure(f"ruxue {' '.join(args)} → {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def json_lines(text):
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def new_desk(binary, work, policy):
    """An empty demonstration desk in the folder; returns its path."""
    desk = work / "desk"
    ruxue(binary, desk, "sysadmin", "desk", "create", "--desk", str(desk), "--office", "110105",
          "--policy", policy, "--user", "sysadmin", "--demo")
    return desk


def import_table(binary, desk, folder, kind):
    """Imports one template file; any refused row is a failure."""
    out = ruxue(binary, desk, "centre", "import", kind, str(folder / f"{kind}.csv"), "--json")
    if any(line.get("refused") for line in json_lines(out)):
        raise Failure(f"import {kind}: refused rows that are well formed: {out[-2000:]}")


def make_desk(binary, folder, work, policy):
    """A demonstration desk with every template file that is in the folder; returns its path."""
    desk = new_desk(binary, work, policy)
    for kind in KINDS:
        if (folder / f"{kind}.csv").is_file():
            import_table(binary, desk, folder, kind)
    return desk


def check(binary, desk, *more):
    """What `check --json` says, as {receipt: line}."""
    return {line["receipt"]: line for line in json_lines(ruxue(binary, desk, "centre", "check", "--json", *more))}


def parser_of(doc, seeds="1,2", children=600, show=10):
    """The arguments of every comparison over random districts."""
    parser = argparse.ArgumentParser(description=doc.split("\n")[0])
    parser.add_argument("ruxue")
    parser.add_argument("--seeds", default=seeds)
    parser.add_argument("--children", type=int, default=children)
    parser.add_argument("--show", type=int, default=show)
    return parser


def over_districts(seeds, compare, broken_off):
    """Exit status over the districts of all seeds.

    `compare(seed, work)` gives (passed, failed) of one; where it breaks off, `broken_off` count as failed.
    """
    passed = failed = 0
    for seed in map(int, seeds.split(",")):
        with tempfile.TemporaryDirectory() as work:
            try:
                good, bad = compare(seed, Path(work))
            except BROKEN as error:
                print(f"district {seed}: {said(error)}")
                good, bad = 0, broken_off
        passed, failed = passed + good, failed + bad
    return closing(passed, failed)


def closing(passed, failed):
    """Prints the last line of a comparison and returns its exit status."""
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
