#!/usr/bin/env python3
"""A stand-in for the `ruxue` binary over judge.py and draw.py, to try the comparisons themselves.

With FAULT=... in the environment it answers wrongly: a comparison that cannot fail proves nothing.
"""

import json
import os
import shutil
import sys
from pathlib import Path

import clerk
import compare_try
import draw
import judge
import remedy

FAULT = os.environ.get("FAULT", "")


def check(desk, explain):
    policy = (desk / "policy").read_text()
    if FAULT == "permit day":
        season = judge.SEASONS[policy]
        season.permit_day = season.permit_day.replace(day=2)
    if FAULT == "owner":
        judge.PARENTS = (*judge.PARENTS, "祖父母")
    if FAULT == "careless clerk":
        plain = clerk.number
        clerk.number = lambda text: (plain(text) or "").lstrip("甲乙") or None
    lines, world = judge.judge_folder(desk, policy)
    retrial = remedy.Retrial(world)
    for line in lines:
        if explain:
            line["remedies"] = altered(remedy.remedies(retrial, line, 4))
        line["reasons"] = [{"code": code} for code in line.pop("codes")]
        print(json.dumps(line, ensure_ascii=False))


def try_policy(desk, new):
    """`policy try`: the children whose verdict or route changes, and a count."""
    old = (desk / "policy").read_text()
    pairs = list(zip(judge.judge_folder(desk, old)[0], judge.judge_folder(desk, new)[0]))
    changed = [(a, b) for a, b in pairs if (a["verdict"], a["route"]) != (b["verdict"], b["route"])]
    cited = [{"id": name} for name in compare_try.PARAMETERS if FAULT != "wrong trace" or name != "permit-day"]
    for a, b in changed[FAULT == "change left out":]:
        print(json.dumps({"receipt": a["receipt"], "old": a, "new": b, "changes": cited}, ensure_ascii=False))
    print(json.dumps({"children": len(pairs), "changed": len(changed)}))


def altered(listed):
    """The remedies with the fault that is asked for."""
    if FAULT == "remedy left out":
        return listed[1:]
    for one in listed:
        if FAULT == "remedy too large":
            one["facts"]["学籍号"] = "G1"
        if FAULT == "remedy does nothing" and "居住区县" in one["facts"]:
            one["facts"]["居住区县"] = "海淀区"
    return listed


def verify(paths):
    if FAULT == "result unchecked":
        draw.check_result = lambda *_: None
    if FAULT == "nonces unchecked":
        draw.check_nonces = lambda *_: None
    return 1 if draw.verify(paths) else 0


def main(args):
    desk = Path(os.environ.get("RUXUE_DESK", "."))
    if args[:2] == ["desk", "create"]:
        desk.mkdir()
        (desk / "policy").write_text(args[args.index("--policy") + 1])
    elif args[0] == "import":
        shutil.copy(args[2], desk / f"{args[1]}.csv")
        print(json.dumps({"read": 1, "taken": 1, "unchanged": 0, "refused": 0}))
    elif args[0] == "check":
        check(desk, "--explain" in args)
    elif args[:2] == ["policy", "try"]:
        try_policy(desk, args[2])
    elif args[:2] == ["draw", "verify"]:
        return verify(args[2:])
    elif args[:2] == ["draw", "ticket"]:
        print(draw.ticket(bytes.fromhex(args[2]), int(args[3]), int(args[4])).hex())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
