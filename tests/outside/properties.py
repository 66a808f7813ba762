#!/usr/bin/env python3
"""Three promises about verdicts, tried from outside on random districts.

    properties.py RUXUE [--seeds 1] [--children 400] [--policy chaoyang-2021] [--show N] [--black-box]

1. named: altering a fact that `check --json` does not name for a child (in conditions, reasons,
   excluded or beside the route) never changes the child's verdict or category.
2. filling: filling an unknown with a value that meets its condition never makes the verdict worse,
   codes of the route aside; columns that decide what else is asked (GATES) are left out.
3. known: no condition of an eligible child is unknown, and nothing that its conditions need is empty.

What an alteration does is asked of judge.py, which agrees with the binary on the unaltered district
and on one in which every child has an unnamed fact altered (that is checked first); with `--black-box` violations are put to the binary too, each on its own.
"""

import csv
import random
import sys
from collections import Counter, defaultdict

import districts
import judge
import remedy
from blackbox import check, make_desk, over_districts, parser_of
from spelling import HEADERS

WORSE = ["eligible", "supplement", "refer", "ineligible"]
# Who the child is, is not altered; nor what is only a label or a way to reach the family.
COLUMNS = set(HEADERS["applicants"])
# Columns that decide what else is asked, as (category, column): filled, they can bring up what another
# column has said all along (P4 with 外区户籍: an owner's title is asked, a tenant is referred;
# in the four papers 受雇 makes a 社保区县 elsewhere count, which without 就业方式 breaks nothing).
GATES = {("P2", "居住方式"), ("P4", "居住方式"), ("P4", "对待口径"), ("P4", "居住区县"),
         *((category, f"就业{which}方式") for category in ("P5", "J3", "J4") for which in "一二")}
ASKED = set().union(*remedy.DEPENDS.values())
WHO = {"受理编号", "学段", "姓名", "性别", "证件类型", "证件号码", "学籍号"}


def named_facts(value):
    """Every column of the template that a line names anywhere but among its remedies."""
    if isinstance(value, list):
        return set().union(*map(named_facts, value))
    if isinstance(value, dict):
        return (set(value) & COLUMNS).union(*(named_facts(v) for k, v in value.items() if k != "remedies"))
    return {value} & COLUMNS if isinstance(value, str) else set()


class Values:
    """Values to try in each column, from the maker of districts and from the children themselves."""

    def __init__(self, maker, rows):
        self.maker, self.seen = maker, defaultdict(list)
        for row in rows:
            for header, value in row.items():
                if value not in self.seen[header] and len(self.seen[header]) < 12:
                    self.seen[header].append(value)

    def of(self, header, row):
        """Other values of a column; the empty one is among them unless the template needs the column."""
        try:
            made = self.maker.candidates(header, row)
        except KeyError:
            made = []
        needed = {"出生日期", "户籍类别", "监护人一姓名"} | ({"学籍所在地", "年级", "毕业小学"} if row["学段"] == "初中" else set())
        values = dict.fromkeys([*made, *self.seen[header], *([] if header in needed else [""])])
        return [v for v in values if v != row.get(header, "") and (v or header not in needed)]


def verdict_of(line):
    """The verdict with the codes of the route left out."""
    return judge.verdict_of(set(line["codes"]) - remedy.ROUTE_CODES)


class District:
    """A random district with the binary's lines about it."""

    def __init__(self, binary, policy, seed, children, work):
        self.binary, self.policy, self.work = binary, policy, work
        self.maker = districts.Maker(seed, "plain", judge.SEASONS[policy])
        self.folder = work / "district"
        self.verdicts = districts.make(seed, children, self.folder, policy=policy)
        self.retrial = remedy.Retrial(judge.judge_folder(self.folder, policy)[1])
        self.values = Values(self.maker, self.retrial.rows.values())
        self.lines = self.ask(self.folder, "given")

    def ask(self, folder, name):
        place = self.work / name
        place.mkdir()
        return check(self.binary, make_desk(self.binary, folder, place, self.policy))

    def differences(self):
        """Children of whom judge.py and the binary think differently at the outset."""
        return [v for v in self.verdicts if v["verdict"] != self.lines[v["receipt"]]["verdict"]]

    def alterations(self, receipt, headers):
        row = self.retrial.rows[receipt]
        for header in headers:
            for value in self.values.of(header, row):
                yield header, value

    def named(self):
        """Violations of the first promise: (receipt, header, value, before, after)."""
        for before in self.verdicts:
            receipt = before["receipt"]
            names = named_facts(self.lines[receipt])
            for header, value in self.alterations(receipt, [h for h in HEADERS["applicants"] if h not in names | WHO]):
                after = self.retrial.judge(receipt, {header: value})
                if (after["verdict"], after["category"]) != (before["verdict"], before["category"]):
                    yield receipt, header, value, before, after

    def filling(self):
        """Fillings after which the verdict is worse, where the value meets what asked for it."""
        for before in self.verdicts:
            receipt = before["receipt"]
            row = self.retrial.rows[receipt]
            asked = {h for c in self.lines[receipt]["conditions"] if c["state"] == "unknown" for h, v in c["facts"].items() if v is None}
            for header in sorted(h for h in asked if h in ASKED and not row.get(h) and (before["category"], h) not in GATES):
                for value in remedy.candidates(header, row, self.retrial.season):
                    after = self.retrial.judge(receipt, {header: value})
                    if after["category"] == before["category"] and WORSE.index(verdict_of(after)) > WORSE.index(verdict_of(before)):
                        yield receipt, header, value, before, after

    def known(self):
        """Eligible children with an unknown condition, or with a condition met on an empty fact alone."""
        for before in self.verdicts:
            line = self.lines[before["receipt"]]
            if line["verdict"] == "eligible":
                for condition in line["conditions"]:
                    if condition["state"] != "met":
                        yield before["receipt"], condition["id"], condition["state"], before, before

    def write_altered(self, name, changes):
        """A copy of the folder with {receipt: {column: value}} put in."""
        folder = self.work / f"altered-{name}"
        folder.mkdir()
        for path in self.folder.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
        rows = [row | changes.get(row["受理编号"], {}) for row in judge.table(self.folder, "applicants")]
        with open(folder / "applicants.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADERS["applicants"], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return folder

    def confirm(self, receipt, header, value, name):
        """What the binary says of the child in the district with this one alteration."""
        return self.ask(self.write_altered(name, {receipt: {header: value}}), f"altered-desk-{name}")[receipt]

    def all_altered(self, rng):
        """Children of whom the binary and judge.py think differently when each has one unnamed fact altered at once."""
        changes = {}
        for receipt, line in self.lines.items():
            options = list(self.alterations(receipt, [h for h in HEADERS["applicants"] if h not in named_facts(line) | WHO]))
            if options:
                header, value = rng.choice(options)
                changes[receipt] = {header: value}
        folder = self.write_altered("all", changes)
        given = self.ask(folder, "altered-desk-all")
        return [v["receipt"] for v in judge.judge_folder(folder, self.policy)[0] if v["verdict"] != given[v["receipt"]]["verdict"]]


def tell(district, promise, violations, show, black_box):
    """Prints the first violation of each pattern; returns how many patterns there are."""
    patterns = Counter()
    for receipt, header, value, before, after in violations:
        pattern = (header, before["category"], before["verdict"], after["verdict"])
        patterns[pattern] += 1
        if patterns[pattern] > 1 or len(patterns) > show:
            continue
        row = district.retrial.rows[receipt]
        line = f"  {receipt} {before['category']}: {header} “{row.get(header, '')}” → “{value}”: {before['verdict']} {before['codes']} → {after['verdict']} {after['codes']}"
        if black_box and promise != "known":
            line += f"; the binary: {district.confirm(receipt, header, value, f'{promise}-{len(patterns)}')['verdict']}"
        print(line)
    for (header, category, before, after), times in sorted(patterns.items()):
        print(f"    {times:5} × {category} {header}: {before} → {after}")
    return len(patterns)


def compare(args, seed, work):
    """(promises kept, promises broken) of one random district; that judge.py agrees with the binary is the first."""
    district = District(args.ruxue, args.policy, seed, args.children, work)
    print(f"district {seed}: {len(district.verdicts)} children, {len(district.differences())} differ from judge.py at the outset")
    other = district.all_altered(random.Random(seed))
    print(f"each with one unnamed fact altered: {len(other)} differ from judge.py {other[:5]}")
    passed, failed = 0, bool(district.differences()) + bool(other)
    for promise in ("named", "filling", "known"):
        print(f"{promise}:")
        broken = tell(district, promise, getattr(district, promise)(), args.show, args.black_box)
        passed, failed = passed + (not broken), failed + bool(broken)
    return passed, failed


def main():
    parser = parser_of(__doc__, seeds="1", children=400)
    parser.add_argument("--policy", choices=sorted(judge.SEASONS), default="chaoyang-2021")
    parser.add_argument("--black-box", action="store_true")
    args = parser.parse_args()
    return over_districts(args.seeds, lambda seed, work: compare(args, seed, work), 1)


if __name__ == "__main__":
    sys.exit(main())
