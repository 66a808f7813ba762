#!/usr/bin/env python3
"""Checks what a `ruxue` binary says would change a verdict, with judge.py and a search by trying.

    compare_remedy.py RUXUE [--seeds 1,2] [--children 400] [--policy chaoyang-2021] [--limit 4] [--show N]

For each child that is 待补正 or 不符合: every listed set of facts, put into the child's row, gives
what the line says; without any one of its facts it does not; no smaller set of facts does, and no
set of equal size is left out (sets of up to `--limit` facts are tried). Beside the smallest sets may
stand those that correct fewer given facts, and so fill more. Other children have no list.
"""

import sys
from collections import Counter

import districts
import judge
import remedy
from blackbox import check, make_desk, over_districts, parser_of

UNABLE = ("supplement", "ineligible")


def faults(retrial, line, expected, limit):
    """What is wrong with the remedies of one line, in sentences."""
    receipt, row = line["receipt"], retrial.rows[line["receipt"]]
    listed = line.get("remedies") or []
    if expected["verdict"] not in UNABLE:
        return ["has remedies, though it is neither 待补正 nor 不符合"] if listed else []
    found = []
    for one in listed:
        found += faults_of(retrial, receipt, row, expected, one)
    found += faults_of_list(retrial, line, expected, listed, limit)
    return found


def faults_of(retrial, receipt, row, expected, one):
    """What is wrong with one remedy by itself."""
    facts = one["facts"]
    strange = [h for h in facts if h not in districts.HEADERS["applicants"]]
    if strange:
        return [f"names no column of the template: {strange}"]
    then = retrial.judge(receipt, facts)
    said = {"then": then["verdict"], "route": then["route"], "codes": sorted(then["codes"] + then["notes"])}
    given = {"then": one["then"], "route": one["route"], "codes": sorted(one["codes"])}
    found = [f"{facts}: says {given}, judge.py says {said}"] if given != said else []
    if not retrial.cures(expected, facts):
        found.append(f"{facts}: does not cure, judge.py says {then}")
    if sorted(one["missing"]) != sorted(h for h in facts if not row.get(h)):
        found.append(f"{facts}: `missing` should be the columns that are empty now, is {one['missing']}")
    for header in facts:
        less = {h: v for h, v in facts.items() if h != header}
        if retrial.cures(expected, less):
            found.append(f"{facts}: does as well without {header}")
    return found


def faults_of_list(retrial, line, expected, listed, limit):
    """Whether the sets are the smallest ones, and all of them."""
    names = [frozenset(one["facts"]) for one in listed]
    row = retrial.rows[line["receipt"]]
    size = min(map(len, names), default=None)
    smallest, larger = [n for n in names if len(n) == size], [n for n in names if len(n) != size]
    found = [f"the same columns twice: {sorted(n)}" for n, times in Counter(names).items() if times > 1]
    if line.get("remedies_capped"):
        return found
    found += missed(smallest, *remedy.search(retrial, expected, min(limit, size or limit)), limit, "")
    if larger:
        fewest = min(remedy.corrected(n, row) for n in smallest)
        found += [f"larger than the smallest sets and corrects no fewer given facts: {sorted(n)}" for n in larger if remedy.corrected(n, row) >= fewest]
        most = min(limit, max(map(len, larger)))
        found += missed(larger, *remedy.search_with_fewer_corrections(retrial, expected, most, smallest), limit, " with fewer corrections")
    return found


def missed(names, best, tried, limit, kind):
    """What a search up to the size of the listed sets finds and they do not."""
    size = min(map(len, names), default=None)
    if best and (size is None or best < size):
        return [f"a smaller set{kind} does: {next(iter(tried.values()))}, listed are sets of {size}"]
    return [f"left out{kind}: {changes}" for headers, changes in tried.items() if headers not in names]


def compare(args, seed, work):
    """(children without, children with faults) of one random district."""
    folder = work / "district"
    districts.make(seed, args.children, folder, policy=args.policy)
    verdicts, world = judge.judge_folder(folder, args.policy)
    retrial = remedy.Retrial(world)
    lines = check(args.ruxue, make_desk(args.ruxue, folder, work, args.policy), "--explain")
    bad, curable, shown = 0, Counter(), 0
    for expected in verdicts:
        wrong = faults(retrial, lines[expected["receipt"]], expected, args.limit)
        bad += bool(wrong)
        listed = lines[expected["receipt"]].get("remedies") or []
        if expected["verdict"] in UNABLE:
            curable[len(listed[0]["facts"]) if listed else 0] += 1
        if wrong and shown < args.show:
            shown += 1
            print(f"--- {expected['receipt']} {expected['category']} {expected['codes']}", *wrong[:4], sep="\n    ")
    print(f"district {seed}: {len(verdicts)} children, {bad} with faults; children by size of their remedies: {dict(sorted(curable.items()))}")
    return len(verdicts) - bad, bad


def main():
    parser = parser_of(__doc__, children=400)
    parser.add_argument("--policy", choices=sorted(judge.SEASONS), default="chaoyang-2021")
    parser.add_argument("--limit", type=int, default=4)
    args = parser.parse_args()
    return over_districts(args.seeds, lambda seed, work: compare(args, seed, work), args.children)


if __name__ == "__main__":
    sys.exit(main())
