#!/usr/bin/env python3
"""Compares the verdicts of a `ruxue` binary with those of judge.py.

    compare_judge.py RUXUE [--seeds 1,2] [--children 600] [--forms plain|wide|wild]   random districts
    compare_judge.py RUXUE --folder DIR                                          a given folder
                     [--policy PACK]      chaoyang-2021 or chaoyang-2022
                     [--expected FILE]    compare with these lines instead of judge.py's
                     [--keep DIR]         work there and leave everything; [--show N] differences

Each district goes into a demonstration desk by `ruxue import`, which must take every row. Ends
with a line `N passed, N failed` and fails when anything differs.
"""

import sys
import tempfile
from pathlib import Path

import districts
import judge
from blackbox import BROKEN, Failure, closing, json_lines, make_desk, parser_of, ruxue, said


def answers_of(binary, folder, work, policy):
    """What the binary says, as {receipt: line in the form of judge.py}."""
    desk = make_desk(binary, folder, work, policy)
    lines = json_lines(ruxue(binary, desk, "centre", "check", "--json"))
    receipts = [line["receipt"] for line in lines]
    if receipts != sorted(set(receipts)):
        raise Failure("check --json: children are not in ascending order of receipt, or one stands twice")
    return {line["receipt"]: {
        "receipt": line["receipt"], "verdict": line["verdict"], "category": line["category"], "route": line["route"],
        "codes": sorted({reason["code"] for reason in line["reasons"]}), "notes": sorted(set(line["notes"]))} for line in lines}


def facts_of(folder):
    return {row["受理编号"]: {k: v for k, v in row.items() if v} for row in judge.table(folder, "applicants")}


def show(receipt, want, got, facts):
    print(f"--- {receipt}")
    for key in ("verdict", "category", "route", "codes", "notes"):
        ours, theirs = want and want[key], got and got[key]
        print(f"  {key:9} {ours}" + ("" if ours == theirs else f"   ← judge.py;  ruxue → {theirs}"))
    hidden = {"姓名", "性别", "证件类型", "证件号码", "监护人一电话", "监护人二电话", "权利人", "学籍号"}
    print("  " + " ".join(f"{k}={v}" for k, v in facts.get(receipt, {}).items() if k not in hidden))


def compare(binary, folder, expected, work, limit, policy):
    """Returns (passed, failed) over the children of one folder."""
    wanted = {line["receipt"]: line for line in expected}
    try:
        given = answers_of(binary, folder, work, policy)
    except BROKEN as error:
        print(f"{folder}: {said(error)}")
        return 0, len(wanted)
    different = [r for r in sorted(wanted.keys() | given.keys()) if wanted.get(r) != given.get(r)]
    facts = facts_of(folder) if different else {}
    for receipt in different[:limit]:
        show(receipt, wanted.get(receipt), given.get(receipt), facts)
    return len(wanted) - len(wanted.keys() & set(different)), len(different)


def main():
    parser = parser_of(__doc__, show=20)
    parser.add_argument("--forms", choices=["plain", "wide", "wild"], default="plain")
    parser.add_argument("--policy", choices=sorted(judge.SEASONS), default="chaoyang-2021")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--expected", type=Path)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        work = args.keep or Path(scratch)
        jobs = [(None, args.folder)] if args.folder else [(int(s), work / f"district-{s}") for s in args.seeds.split(",")]
        for seed, folder in jobs:
            if seed is not None:
                expected = districts.make(seed, args.children, folder, args.forms, args.policy)
            elif args.expected:
                expected = json_lines(args.expected.read_text(encoding="utf-8"))
            else:
                expected = judge.judge_folder(folder, args.policy)[0]
            place = work / f"run-{folder.name}"
            place.mkdir(parents=True, exist_ok=True)
            good, bad = compare(args.ruxue, folder, expected, place, args.show, args.policy)
            print(f"{folder.name}: {good} children agree, {bad} differ")
            passed, failed = passed + good, failed + bad
    return closing(passed, failed)


if __name__ == "__main__":
    sys.exit(main())
