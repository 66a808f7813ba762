#!/usr/bin/env python3
"""Puts the test set of addresses to a `ruxue` binary.

    compare_homes.py RUXUE FOLDER [--asked 20] [--show N]      FOLDER: tests/fixtures/addresses

1. Judging: every line of variants.csv and near-misses.csv becomes a child with a good title at that
   address, and every home of known.csv has a seat record of this year's neighbours. A child whose
   address is read as a known home has `SEAT_USED`; so all variants have it, and no near miss has it
   unless the text plainly names another known home. One common guardian keeps the children from contesting.
2. Asking: `--asked` lines of each file go through `ruxue home`: a variant gives the one home, settled,
   with the schools of known.csv; a near miss does not give that home as settled.
"""

import argparse
import csv
import random
import sys
import tempfile
from datetime import date
from pathlib import Path

import addresses
import homes
from blackbox import BROKEN, check, closing, import_table, json_lines, new_desk, ruxue, said
from spelling import HEADERS, id_number

PARENT, NEIGHBOUR = id_number("110105", date(1984, 5, 6), 22), id_number("110105", date(1983, 4, 5), 31)


def child(receipt, street, text):
    """A P1 child that is eligible wherever its home is known."""
    row = dict.fromkeys(HEADERS["applicants"], "")
    row.update(受理编号=receipt, 学段="小学", 姓名="王一一", 性别="男", 证件类型="无", 出生日期="2015-01-01", 户籍类别="朝阳区", 全家户口簿="有",
               监护人一姓名="王文", 监护人一关系="父亲", 监护人一证件号码=PARENT, 居住方式="自有房产", 居住区县="朝阳区", 居住街乡=street,
               居住地址=text, 产权证类型="房屋所有权证", 产权证号="X京房权证朝字第000001号", 权利人="王文", 权利人关系="父亲", 房屋用途="住宅")
    return row


def write(path, kind, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADERS[kind], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make_desk(binary, folder, work, lines, known):
    """A demonstration desk with the tables, a record at every known home and a child for every line."""
    desk = new_desk(binary, work, "chaoyang-2021")
    names = {code: name for name, code in homes.OFFICES.items()}
    write(work / "seat-records.csv", "seat-records", [
        dict(zip(HEADERS["seat-records"], (2020, "小学", names[h.office], h.community, h.building, h.unit, h.room, "李一", "", NEIGHBOUR))) for h in known.values()])
    write(work / "applicants.csv", "applicants", [child(receipt, *line[1:3]) for receipt, line in lines.items()])
    for place, kind in ((folder, "schools"), (folder, "catchments"), (folder, "aliases"), (work, "seat-records"), (work, "applicants")):
        import_table(binary, desk, place, kind)
    return desk


def judged(binary, desk, lines, clerk, known):
    """Sentences about children whose verdict shows that their address was read otherwise."""
    verdicts = check(binary, desk)
    for receipt, (name, street, text, remark) in lines.items():
        verdict = verdicts[receipt]
        used, should = "SEAT_USED" in verdict["notes"], receipt[0] == "V" or clerk.read(street, text) in set(known.values()) - {known[name]}
        if used != should:
            codes = sorted({r["code"] for r in verdict["reasons"]})
            kind = "variant is not read as" if receipt[0] == "V" else "near miss is read as a known home, or is not read as the other one it names:"
            yield f"{kind} {name} {tuple(known[name])[1:]}: {street or '—'} | {text} | {remark}: {verdict['route']} {codes} {verdict['notes']}"


def asked(binary, desk, line, known, schools, is_variant):
    """A sentence where `ruxue home` answers otherwise about one line, else None."""
    name, street, text, remark = line
    answer = json_lines(ruxue(binary, desk, "centre", "home", "--level", "小学", "--json", *(["--street", street] if street else []), "--", text))[0]
    parts = [(homes.office(h["street"]), h["estate"], h["building"], h["entrance"], h["room"]) for h in answer["homes"]]
    hit = answer["settled"] and parts == [tuple(known[name])]
    if hit != is_variant:
        return f"home: {text} ({street or '—'}; {remark}) → settled {answer['settled']}, {parts}; {name} is {tuple(known[name])}"
    given = {s["code"] for h in answer["homes"] for level in h["levels"] for s in level["schools"]} if hit else set()
    if hit and given != schools[name]:
        return f"home: {text}: schools {sorted(given)}, should be {sorted(schools[name])}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("ruxue")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--asked", type=int, default=20)
    parser.add_argument("--show", type=int, default=20)
    args = parser.parse_args()
    clerk, known, read = addresses.clerk_of(args.folder)
    schools = {row[0]: set(row[6].split("、")) for row in read("known")}
    lines = {f"{letter}{n:04}": line for letter, kind in (("V", "variants"), ("N", "near-misses")) for n, line in enumerate(read(kind))}
    chosen = [r for letter in "VN" for r in random.Random("asked").sample([r for r in lines if r[0] == letter], args.asked)]
    with tempfile.TemporaryDirectory() as scratch:
        try:
            desk = make_desk(args.ruxue, args.folder, Path(scratch), lines, known)
            wrong = list(judged(args.ruxue, desk, lines, clerk, known))
            wrong += filter(None, (asked(args.ruxue, desk, lines[r], known, schools, r[0] == "V") for r in chosen))
        except BROKEN as error:
            print(said(error))
            return closing(0, len(lines))
    print(*wrong[:args.show], sep="\n", end="\n" if wrong else "")
    return closing(len(lines) + len(chosen) - len(wrong), len(wrong))


if __name__ == "__main__":
    sys.exit(main())
