#!/usr/bin/env python3
"""Checks a whole season of a `ruxue` binary against placement.py.

    season.py FOLDER DESK                       template files, and the desk after `ruxue season`
    season.py --run RUXUE [--children N] [--seeds 1,2] [--maker sample|crowd|both] [--keep DIR]
              makes districts, runs the season twice from one seed, and checks it

Re-derives, from the spec alone, who is admitted without a draw, which ceremonies are held with
which lists, and the counts of season.json; each result.csv is computed again by draw.py and then
taken for the next step. Prints each difference with the district's facts and the sentence it rests
on, then `N passed, N failed`; fails when anything differs.
"""

import argparse
import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import draw
import placements
import season_flaws
from placement import District, Season

SENTENCES = {
    "verdict": "rules.md: each child gets one verdict",
    "held": "rules.md: Draws are grouped so …; a school with no more applicants than seats … stands in no batch",
    "batch": "rules.md, Switches: choices_method rounds; multiples extend; leftover pool for 多校划片, 统筹, none elsewhere",
    "plan": "rules.md: Seats: 志愿计划 …; of the rest of 招生计划, SPECIAL, then DIRECT, then SINGLE, then the zone",
    "roster": "rules.md: From route to place; one batch for each single school over plan …, then one batch of the zone",
    "tier": "rules.md: Tier in batches that have tiers: 0 for any 照顾类别, 1 for the rest",
    "choices": "rules.md: MULTI: its choices among the catchment's or zone's schools; POOL and SINGLE without",
    "unit": "draw.md: labels from the register (同一出生日期, a common guardian); rows of one unit have the same choices and tier",
    "chain": "draw.md: an independent checker must reproduce a ceremony byte for byte",
    "count": "cli.md: season.json: direct, drawn, placed; admitted is their sum = notices + stopped",
    "unplaced": "cli.md: unplaced lists eligible children only, why is a code",
    "notices": "cli.md: out/notices/<school>.pdf (one child a page)",
    "seats": "rules.md: Seats; draw.md: extend seats a unit whole over plan",
    "files": "cli.md: season leaves …",
}
VERDICT_COUNTS = ("children", "eligible", "supplement", "refer", "ineligible")
SHOWN = ("学段", "出生日期", "户籍类别", "照顾类别", "多胞胎组", "监护人一证件号码", "监护人二证件号码", "居住方式", "居住区县", "居住街乡",
         "居住地址", "小区", "楼号", "毕业小学", "学籍所在地")


class Check:
    """Counts what agreed and prints what did not."""

    def __init__(self, district, limit):
        self.district, self.limit = district, limit
        self.passed, self.failed = 0, Counter()

    def facts(self, receipt):
        child = self.district.children.get(receipt)
        if child is None:
            return f"    {receipt}：报名表里没有"
        verdict = self.district.verdicts[receipt]
        said = " ".join(f"{k}={child.row[k]}" for k in SHOWN if child.row.get(k))
        return (f"    {receipt} {verdict['verdict']} {verdict['category']} {verdict['route']} "
                f"catchment={self.district.catchment(receipt)} zone={self.district.zone_of_residence(receipt)} "
                f"choices={self.district.choices.get(receipt, {})}\n      {said}")

    def same(self, topic, what, want, got, receipts=()):
        """One comparison; a difference is printed with the facts of up to a few children."""
        if want == got:
            self.passed += 1
            return True
        self.failed[topic] += 1
        if self.failed[topic] <= self.limit:
            print(f"--- {what}\n    spec → {want}\n    ruxue → {got}\n    [{SENTENCES[topic]}]")
            for receipt in sorted(receipts)[:3]:
                print(self.facts(receipt))
        return False

    def members(self, topic, what, want, got):
        """Compares two sets of receipts, one count a receipt."""
        self.passed += len(want & got)
        for receipt in sorted(want - got):
            self.same(topic, f"{what}：{receipt}", "stands here", "does not", [receipt])
        for receipt in sorted(got - want):
            self.same(topic, f"{what}：{receipt}", "does not stand here", "stands here", [receipt])


def formal(folder):
    """Ceremony folders in the order of their numbers."""
    return sorted(p for p in folder.iterdir() if p.is_dir() and draw.FORMAL_NUMBER.fullmatch(p.name))


def result_rows(folder):
    with open(folder / "result.csv", encoding="utf-8", newline="") as file:
        return [(int(r["batch"]), r["receipt"], r["outcome"], r["school"]) for r in csv.DictReader(file)]


def units_of(rows):
    bound = {}
    for row in rows:
        if row.unit:
            bound.setdefault(row.unit, set()).add(row.receipt)
    return {frozenset(unit) for unit in bound.values() if len(unit) > 1}


def check_batch(check, where, expected, batch, plan, rows):
    """One batch of a ceremony against the spec's."""
    check.same("batch", where, ("rounds", "extend", expected.leftover), (batch.method, batch.groups, batch.leftover))
    if expected.name.startswith("代市级系统演示"):
        check.same("batch", f"{where}：标题", True, "代市级系统演示" in batch.title)
    for school in sorted(expected.plan.keys() | plan.keys()):
        check.same("plan", f"{where}：{school} 的计划", expected.plan.get(school, "no line"), plan.get(school, "no line"))
    given = {row.receipt: row for row in rows}
    check.members("roster", where, set(expected.rows), set(given))
    for receipt in sorted(expected.rows.keys() & given.keys()):
        tier, choices = expected.rows[receipt]
        check.same("tier", f"{where}：{receipt} 的照顾次序", tier, given[receipt].tier, [receipt])
        check.same("choices", f"{where}：{receipt} 的志愿", choices, given[receipt].choices, [receipt])
    want, got = check.district.families(expected.rows), units_of(rows)
    check.passed += len(want & got)
    for unit in sorted(want ^ got, key=sorted):
        said = ("one unit", "unbound or bound otherwise") if unit in want else ("no unit", "one unit")
        check.same("unit", f"{where}：{'、'.join(sorted(unit))}", *said, unit)


def paired(expected, lists):
    """Expected and given batches side by side: by position, or by schools where the counts differ."""
    if len(expected) == len(lists.batches):
        return list(zip(expected, lists.batches))
    rest, pairs = list(lists.batches), []
    for want in expected:
        near = max(rest, default=None, key=lambda b: len(want.plan.keys() & lists.plan[b.number].keys()) / (len(want.plan.keys() | lists.plan[b.number].keys()) or 1))
        if near and want.plan.keys() & lists.plan[near.number].keys():
            rest.remove(near)
        else:
            near = None
        pairs.append((want, near))
    return pairs + [(None, batch) for batch in rest]


def check_ceremony(check, step, expected, folder):
    """Compares the frozen files of one ceremony; returns the names of its batches by position."""
    files = {name: (folder / name).read_bytes() for name in draw.FROZEN_FILES}
    lists = draw.read_lists(files)
    names = {}
    for want, batch in paired(expected, lists):
        where = f"{folder.name} {step} 第 {batch.number if batch else '?'} 批"
        if check.same("held", where, want.name if want else "no such batch", want.name if want and batch else (batch.title if batch else "no such batch")):
            names[batch.number] = want
            check_batch(check, f"{where}（{want.name}）", want, batch, lists.plan[batch.number], lists.roster[batch.number])
    in_order = [batch.number for want, batch in paired(expected, lists) if want and batch]
    check.same("held", f"{folder.name} 各批次序", sorted(in_order), in_order)
    return names, lists


def check_seats(check, folder, lists, result):
    """Nobody is seated twice in a ceremony; a school is over plan only by the last unit that `extend` seats."""
    seated = Counter(receipt for _, receipt, outcome, _ in result if outcome in ("admitted", "placed"))
    check.members("seats", f"{folder.name} 录取两次", set(), {r for r, n in seated.items() if n > 1})
    taken = Counter((batch, school) for batch, _, outcome, school in result if outcome in ("admitted", "placed"))
    for (batch, school), count in sorted(taken.items()):
        sizes = Counter(row.unit for row in lists.roster[batch] if row.unit)
        allowed = max(lists.plan[batch].get(school, 0) + max([1, *sizes.values()]) - 1, 0)
        check.same("seats", f"{folder.name} 第 {batch} 批 {school} 录取 {count}，计划 {lists.plan[batch].get(school)}", True, count <= allowed)



def shares_a_receipt(folder, batches):
    """Whether a ceremony has any of the step's children in its roster, so that it can be that step's."""
    with open(folder / "roster.csv", encoding="utf-8", newline="") as file:
        return not {row["receipt"] for row in csv.DictReader(file)}.isdisjoint(r for b in batches for r in b.rows)


def check_ceremonies(check, season, desk):
    """Goes through the season; every step that needs a draw must have its ceremony, and no other."""
    folders = formal(desk / "ceremonies")
    for step, make in season.steps():
        batches = [b for b in make() if b.rows]
        if not batches:
            season.adopt({}, [])
            continue
        folder = next((f for f in folders[:1] if shares_a_receipt(f, batches)), None)
        if folder is None:
            check.same("held", step, f"a ceremony of {[b.name for b in batches]}", f"next is {folders[0].name}" if folders else "no ceremony left")
            season.adopt({}, [])
            continue
        names, lists = check_ceremony(check, step, batches, folder)
        folders.pop(0)
        result = result_rows(folder)
        check_seats(check, folder, lists, result)
        adopt(check, season, {number: batch.name for number, batch in names.items()}, result, folder)
    for folder in folders:
        check.same("held", folder.name, "no ceremony", "held")
    season.finish()


def adopt(check, season, names, result, folder):
    """Takes a result; a child that had a place already is a failure of its own."""
    fresh = []
    for number, receipt, outcome, school in result:
        if outcome in ("admitted", "placed") and receipt in season.at:
            check.same("seats", f"{folder.name}：{receipt}", f"placed before at {season.at[receipt]}", f"{outcome} {school}", [receipt])
        elif receipt in season.d.children:
            fresh.append((number, receipt, outcome, school))
    season.adopt(names, fresh)


def page_count(path):
    """The pages of a PDF by its page tree, whose root has the largest count."""
    return max((int(n) for n in re.findall(rb"/Count (\d+)", path.read_bytes())), default=0)


def check_notices(check, season, desk, said):
    """A page a child at its school, but for those whose page was stopped."""
    stopped = Counter(season.at[s["receipt"]][0] for s in said["stopped"] if s["receipt"] in season.at)
    want = Counter(school for school, _ in season.at.values()) - stopped
    got = {path.stem: page_count(path) for path in (desk / "out/notices").glob("*.pdf")}
    for school in sorted(want.keys() | got.keys()):
        check.same("notices", f"通知书 {school}", want.get(school, 0), got.get(school, 0), [r for r, (at, _) in season.at.items() if at == school])
    check.same("notices", "通知书页数", said["notices"], sum(got.values()))


def check_counts(check, season, desk):
    """season.json against the places."""
    said = json.loads((desk / "out/season.json").read_text(encoding="utf-8"))
    district = season.d
    verdicts = Counter(v["verdict"] for v in district.verdicts.values())
    how = Counter(how for _, how in season.at.values())
    want = {"children": len(district.verdicts), **{v: verdicts[v] for v in VERDICT_COUNTS[1:]},
            **{h: how[h] for h in ("direct", "drawn", "placed")}, "admitted": len(season.at)}
    for key, number in want.items():
        check.same("verdict" if key in VERDICT_COUNTS else "count", f"season.json {key}", number, said[key])
    check.same("count", "admitted = direct + drawn + placed", said["admitted"], said["direct"] + said["drawn"] + said["placed"])
    check.same("count", "admitted = notices + stopped", said["admitted"], said["notices"] + len(said["stopped"]))
    check.same("count", "eligible = admitted + unplaced", said["eligible"], said["admitted"] + len(said["unplaced"]))
    named = {u["receipt"]: u["why"] for u in said["unplaced"]}
    check.same("unplaced", "unplaced 每人一次", len(said["unplaced"]), len(named))
    for receipt in sorted(named.keys() | season.why.keys()):
        check.same("unplaced", f"未安排 {receipt}", season.why.get(receipt, season.at.get(receipt, "not eligible")), named.get(receipt, "not named"), [receipt])
    check.same("files", "ceremonies", [p.name for p in formal(desk / "ceremonies")], said["ceremonies"])
    check_notices(check, season, desk, said)


def check_chain(check, desk):
    """draw.py over all folders and season.txt; one rehearsal; a record a formal ceremony."""
    ceremonies = desk / "ceremonies"
    paths = sorted(p for p in ceremonies.iterdir())
    lines = []
    errors = draw.verify(paths, lines.append)
    if not check.same("chain", "派位核验", 0, errors):
        print("\n".join(line for line in lines if line.startswith("不符")))
    rehearsals = [p.name for p in paths if draw.REHEARSAL_NUMBER.fullmatch(p.name)]
    check.same("files", "演练", 1 if formal(ceremonies) else len(rehearsals), len(rehearsals))
    for folder in formal(ceremonies):
        check.same("seats", f"{folder.name} 已完成", True, b"state=completed" in (folder / "close.txt").read_bytes())
        check.same("files", f"out/records/{folder.name}.pdf", True, (desk / f"out/records/{folder.name}.pdf").is_file())
    for name in ("compliance.pdf", "season.json"):
        check.same("files", f"out/{name}", True, (desk / "out" / name).is_file())


def check_desk(folder, desk, limit):
    """(passed, failed) of one season."""
    district = District(folder)
    check, season = Check(district, limit), Season(district)
    season.place_special()
    check_ceremonies(check, season, desk)
    check_counts(check, season, desk)
    check_chain(check, desk)
    failed = sum(check.failed.values())
    how = Counter(how for _, how in season.at.values())
    print(f"{folder}：{len(district.children)} 名，直接 {how['direct']}，志愿派位 {how['drawn']}，统筹派位 {how['placed']}，"
          f"未安排 {len(season.why)}；相符 {check.passed}，不符 {failed} {dict(check.failed) or ''}")
    return check.passed, failed


def ruxue(binary, *args):
    """Runs the binary without a terminal; its standard error on failure."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("RUXUE_")}
    done = subprocess.run([binary, *map(str, args)], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
    if done.returncode:
        sys.exit(f"ruxue {' '.join(map(str, args))} → {done.returncode}\n{done.stdout[-1000:]}{done.stderr[-2000:]}\n0 passed, 1 failed")


def same_again(first, second):
    """Whether two runs from one seed left the same ceremonies and the same season.json."""
    tree = lambda desk: {p.relative_to(desk): p.read_bytes() for p in [*(desk / "ceremonies").rglob("*"), desk / "out/season.json"] if p.is_file()}
    return tree(first) == tree(second)


def run(binary, maker, children, seed, work, limit):
    """Makes a district, runs its season, and checks it."""
    folder, desk, again = (work / f"{maker}-{seed}-{what}" for what in ("district", "desk", "again"))
    if maker == "sample":
        ruxue(binary, "sample", "--children", children, "--seed", seed, "--out", folder)
    else:
        placements.make(seed, children, folder)
    for target in (desk, again):
        ruxue(binary, "season", "--desk", target, "--from", folder, "--seed", seed)
    same = same_again(desk, again)
    if not same:
        print(f"--- {folder.name}：同一 --seed 两次，ceremonies 或 season.json 不同")
    counts = [check_desk(folder, desk, limit), (int(same), int(not same)), season_flaws.check(folder, desk, quiet_failures)]
    return tuple(map(sum, zip(*counts)))


def quiet_failures(folder, desk):
    """How many differences check_desk finds, without a word of them."""
    with contextlib.redirect_stdout(io.StringIO()):
        return check_desk(folder, desk, 0)[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("desk", type=Path, nargs="?")
    parser.add_argument("--run", metavar="RUXUE")
    parser.add_argument("--children", type=int, default=600)
    parser.add_argument("--seeds", "--seed", default="1,2")
    parser.add_argument("--maker", choices=["sample", "crowd", "both"], default="both")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--show", type=int, default=5, help="differences shown of each sort")
    args = parser.parse_args()
    if bool(args.run) == bool(args.folder and args.desk):
        parser.error("either FOLDER DESK or --run RUXUE")
    totals = []
    if args.run:
        makers = ["sample", "crowd"] if args.maker == "both" else [args.maker]
        with tempfile.TemporaryDirectory() as scratch:
            for maker in makers:
                for seed in args.seeds.split(","):
                    totals.append(run(args.run, maker, args.children, int(seed), args.keep or Path(scratch), args.show))
    else:
        totals.append(check_desk(args.folder, args.desk, args.show))
    passed, failed = (sum(t) for t in zip(*totals))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
