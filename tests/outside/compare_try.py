#!/usr/bin/env python3
"""Checks `ruxue policy try NEW --json` with judge.py under both years' parameters.

    compare_try.py RUXUE [--seeds 1,2] [--children 600] [--old chaoyang-2021] [--new chaoyang-2022] [--show N]

On a desk under the old policy the trial must list exactly the children whose verdict or route the
new one changes (a child whose reasons alone change may stand there too), with both verdicts and with
the changed entries of the pack that bring it about; its last line must count them, and the desk must say afterwards what it said before.
"""

import copy
import sys
from collections import Counter

import districts
import judge
from blackbox import json_lines, make_desk, over_districts, parser_of, ruxue

PAIRS = [("old", "new"), ("from", "to"), ("before", "after"), ("now", "then")]


def both(line):
    """(old, new) of a line: two objects with `verdict`, or `old_verdict` and the like beside each other."""
    for a, b in PAIRS:
        if isinstance(line.get(a), dict):
            return line[a], line[b]
        if f"{a}_verdict" in line:
            return tuple({k.removeprefix(side + "_"): v for k, v in line.items() if k.startswith(side + "_")} for side in (a, b))
        if f"verdict_{a}" in line:
            return tuple({k.removesuffix("_" + side): v for k, v in line.items() if k.endswith("_" + side)} for side in (a, b))
    raise KeyError(f"no old and new verdict in {line}")


def outcome(verdict):
    return verdict["verdict"], verdict["route"]


def faults(old, new, lines):
    """Sentences about what the listed changes get wrong; `old` and `new` are {receipt: judge.py's line}."""
    listed = {}
    for line in lines:
        if line["receipt"] in listed:
            yield f"{line['receipt']} stands twice"
        listed[line["receipt"]] = both(line)
    for receipt in old:
        a, b = old[receipt], new[receipt]
        said = listed.get(receipt)
        if said is None:
            if outcome(a) != outcome(b):
                yield f"{receipt} {a['category']} is not listed: {outcome(a)} {a['codes']} → {outcome(b)} {b['codes']}"
            continue
        if (outcome(a), a["codes"], a["notes"]) == (outcome(b), b["codes"], b["notes"]):
            yield f"{receipt} {a['category']} is listed and does not change: {outcome(a)} {a['codes']}"
        for ours, theirs in ((a, said[0]), (b, said[1])):
            wrong = {k: theirs[k] for k in ("verdict", "route", "category") if k in theirs and theirs[k] != ours[k]}
            if "codes" in theirs and sorted(theirs["codes"]) != ours["codes"]:
                wrong["codes"] = theirs["codes"]
            if wrong:
                yield f"{receipt} {a['category']}: says {wrong}, judge.py says {ours}"
    for receipt in listed.keys() - old.keys():
        yield f"{receipt} is no child of this desk"


# What a changed entry of the pack stands for among the parameters of judge.py.
PARAMETERS = {
    "season": ["year"], "birth-latest": ["born_until"], "no-home-as-of": ["as_of", "three_years_before"], "no-home": ["job_months"],
    "insurance": ["five_months"], "permit-day": ["permit_day"], "birth-from": ["born_from"],
    "primary-gate": ["asks_over_age"], "not-over-age": ["asks_over_age"], "AGE_OVER": ["asks_over_age"],
}


def untraced(folder, changes, old_policy, new_policy, new):
    """Children whose change does not come about by the entries of the pack that their line cites.

    The old parameters with the cited ones alone taken from the new pack must give the new verdict.
    """
    by_cited = {}
    for line in changes:
        cited = frozenset(p for c in line["changes"] for p in PARAMETERS.get(c["id"], ()))
        by_cited.setdefault(cited, []).append(line["receipt"])
    for cited, receipts in by_cited.items():
        season = copy.copy(judge.SEASONS[old_policy])
        for parameter in cited:
            setattr(season, parameter, getattr(judge.SEASONS[new_policy], parameter))
        world = judge.World(folder, season)
        children = {c.receipt: c for c in world.children}
        for receipt in receipts:
            given = judge.judge(children[receipt], world)
            if given != new[receipt]:
                yield f"{receipt}: the cited {sorted(cited)} alone give {outcome(given)} {given['codes']}, all of them {outcome(new[receipt])} {new[receipt]['codes']}"


def numbers(value):
    """All whole numbers anywhere in a line."""
    if isinstance(value, dict):
        return [n for v in value.values() for n in numbers(v)]
    if isinstance(value, list):
        return [n for v in value for n in numbers(v)]
    return [value] if type(value) is int else []


def compare(args, seed, work):
    binary, children, folder = args.ruxue, args.children, work / "district"
    districts.make(seed, children, folder, policy=args.old)
    old, new = ({v["receipt"]: v for v in judge.judge_folder(folder, policy)[0]} for policy in (args.old, args.new))
    desk = make_desk(binary, folder, work, args.old)
    before = ruxue(binary, desk, "centre", "check", "--json")
    lines = json_lines(ruxue(binary, desk, "centre", "policy", "try", args.new, "--json"))
    changes, summary = [x for x in lines if "receipt" in x], [x for x in lines if "receipt" not in x]
    found = list(faults(old, new, changes))
    found += untraced(folder, changes, args.old, args.new, new)
    if len(changes) not in numbers(summary) or children not in numbers(summary):
        found.append(f"the summary counts neither {len(changes)} changes nor {children} children: {summary}")
    if ruxue(binary, desk, "centre", "check", "--json") != before:
        found.append("after the trial the desk judges otherwise")
    print(f"district {seed}: {children} children, {len(changes)} listed, {len(found)} faults")
    print(f"    by category: {dict(sorted(Counter(old[x['receipt']]['category'] for x in changes if x['receipt'] in old).items()))}")
    print(*(f"    {fault}" for fault in found[:args.show]), sep="\n", end="\n" if found else "")
    return children - len(found), len(found)


def main():
    parser = parser_of(__doc__)
    parser.add_argument("--old", choices=sorted(judge.SEASONS), default="chaoyang-2021")
    parser.add_argument("--new", choices=sorted(judge.SEASONS), default="chaoyang-2022")
    args = parser.parse_args()
    return over_districts(args.seeds, lambda seed, work: compare(args, seed, work), args.children)


if __name__ == "__main__":
    sys.exit(main())
