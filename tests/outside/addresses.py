#!/usr/bin/env python3
"""Makes the test set of addresses: known homes, the ways people write them, and near misses.

    addresses.py --out DIR        writes schools.csv, catchments.csv, aliases.csv, known.csv, variants.csv, near-misses.csv
    addresses.py --out DIR --seed S     another set, that nobody has seen
    addresses.py --check DIR      whether DIR holds exactly these files

The same seed gives the same files. What the columns mean stands in tests/fixtures/addresses/README.md.
"""

import argparse
import csv
import io
import random
import sys
from pathlib import Path

import homes
import spelling
from clerk import Clerk
from estates import ESTATES
from near_misses import NearMisses
from writings import Writer

SEED = "addresses 2021"
HOMES, VARIANTS, NEAR_MISSES = 156, 1000, 1000
HEADERS = {
    "schools": " ".join(spelling.HEADERS["schools"]),
    "catchments": "学段 街乡 小区 楼号 学校代码 版本日期",
    "aliases": "街乡 别名 小区",
    "known": "id 街乡 小区 楼号 单元 房号 小学",
    "variants": "id 居住街乡 居住地址 写法",
    "near-misses": "id 居住街乡 居住地址 缘由",
}


class Home:
    """One home: its estate and its numbers as text; `unit` is empty where the building has one stair."""

    def __init__(self, estate, building, unit, room):
        self.estate, self.building, self.unit, self.room = estate, building, unit, room
        self.id = ""

    @property
    def floor(self):
        return int(self.room) // 100

    @property
    def key(self):
        return self.estate.office, self.estate.name, self.building, self.unit, self.room


def school_codes(office, serials):
    return "、".join(f"P{homes.OFFICES[office]}{n}" for n in serials)


def catchment_rows():
    """小学 and 初中 rows of every version of every estate."""
    for estate in ESTATES:
        for day, buildings, serials in estate.versions:
            primary = school_codes(estate.office, serials)
            yield "小学", estate.office, estate.name, buildings, primary, day
            yield "初中", estate.office, estate.name, buildings, primary.replace("P", "M"), day


def school_rows():
    """The schools that the catchments name."""
    for code in sorted({c for row in catchment_rows() for c in row[4].split("、")}):
        office = next(name for name, number in homes.OFFICES.items() if number == code[1:4])
        level = "小学" if code[0] == "P" else "初中"
        name = f"{office}第{spelling.HAN[int(code[4])]}{'小学' if code[0] == 'P' else '中学'}"
        yield (code, name, level, "公办", "普通", office, f"{office}学府路{code[4]}号", f"Z{code[1:4]}", 80, "财政拨款", "", "", "",
               "2021-08-30", "校内", "", "否", "")


def choose_homes(rng):
    """Two homes an estate, one of them in a building with a character where there is one."""
    chosen = {}
    while len(chosen) < HOMES:
        estate = ESTATES[len(chosen) % len(ESTATES)]
        lettered = [b for b in estate.buildings if not b.isdigit()]
        round_two = len(chosen) >= len(ESTATES)
        building = rng.choice(lettered if lettered and round_two else estate.buildings)
        room = f"{rng.randint(1, estate.floors)}{rng.randint(1, 4):02}"
        home = Home(estate, building, rng.choice(estate.units) if estate.units else "", room)
        if home.key not in chosen:
            home.id = f"H{len(chosen) + 1:03}"
            chosen[home.key] = home
    return list(chosen.values())


def known_rows(chosen):
    """Each home with the schools that the catchments give it by the specification."""
    table = homes.Catchments([(level, homes.office(office), name, buildings, frozenset(schools.split("、")), day)
                              for level, office, name, buildings, schools, day in catchment_rows()])
    for home in chosen:
        office, name, *numbers = home.key
        schools = table.schools("小学", homes.Home(homes.office(office), name, *numbers))
        yield home.id, office, name, *numbers, "、".join(sorted(schools))


def lines(make, chosen, count, taken):
    """`count` lines, the homes in turn; a (street, text) stands once in both files together."""
    found, turn = [], 0
    while len(found) < count:
        home = chosen[turn % len(chosen)]
        turn += 1
        for _ in range(200):
            street, text, remark = make(home)
            if (street, text) not in taken:
                taken.add((street, text))
                found.append((home.id, street, text, remark))
                break
        else:
            raise SystemExit(f"no more writings of {home.key}")
    return found


def tables(seed):
    """The rows of every file."""
    rng = random.Random(seed)
    chosen = choose_homes(rng)
    taken = set()
    return {
        "schools": list(school_rows()),
        "catchments": list(catchment_rows()),
        "aliases": [(e.office, alias, e.name) for e in ESTATES for alias in e.aliases],
        "known": list(known_rows(chosen)),
        "variants": lines(Writer(rng).write, chosen, VARIANTS, taken),
        "near-misses": lines(NearMisses(rng).write, chosen, NEAR_MISSES, taken),
    }


def files(seed=SEED):
    """{name: text} of every file."""
    made = {}
    for kind, rows in tables(seed).items():
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([HEADERS[kind].split(), *rows])
        made[f"{kind}.csv"] = out.getvalue()
    return made


def clerk_of(folder):
    """(the clerk with the folder's tables, {id: home}, a reader of its other files)."""
    def read(kind):
        rows = csv.reader(io.StringIO((folder / f"{kind}.csv").read_text(encoding="utf-8"), newline=""))
        return [tuple(row) for row in rows][1:]
    clerk = Clerk([(homes.office(row[1]), row[2]) for row in read("catchments")],
                  [(homes.office(office), alias, name) for office, alias, name in read("aliases")])
    known = {name: homes.Home(homes.office(office), *parts) for name, office, *parts, _ in read("known")}
    return clerk, known, read


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--check", type=Path)
    parser.add_argument("--seed", default=SEED, help="another seed makes a set that nobody has seen")
    args = parser.parse_args()
    made = files(args.seed)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (args.out / name).write_bytes(text.encode("utf-8"))
    if args.check:
        other = [n for n, text in made.items() if (args.check / n).read_bytes() != text.encode("utf-8")]
        print("different: " + ", ".join(other) if other else f"{len(made)} files are what the seed gives")
        return 1 if other else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
