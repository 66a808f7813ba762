"""Whether season.py notices: the same desk read beside districts that are a little different."""

import csv
import shutil
import tempfile
from pathlib import Path

import draw


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def edit(folder, kind, change):
    """Applies `change` to the rows of one template file; it returns the rows to keep."""
    rows = change(rows_of(folder / f"{kind}.csv"))
    with open(folder / f"{kind}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def setting(key, wanted, **cells):
    """A change of the rows whose `key` is `wanted`."""
    return lambda rows: [row | cells if row[key] == wanted else row for row in rows]


def without(key, wanted):
    return lambda rows: [row for row in rows if row[key] != wanted]


def flaws(desk):
    """(what, template, change): each must make season.py fail on this desk."""
    drawn = []
    for folder in sorted(p for p in (desk / "ceremonies").iterdir() if draw.FORMAL_NUMBER.fullmatch(p.name)):
        drawn.append(rows_of(folder / "roster.csv"))
    rows = [row for roster in drawn for row in roster]
    plain = next(row for row in rows if row["tier"] == "1" and not row["unit"])
    chosen = next(row for row in drawn[0] if row["choices"])
    yield "照顾", "applicants", setting("受理编号", plain["receipt"], 照顾类别="烈士子女", 照顾依据编号="ZG")
    yield "残疾", "applicants", setting("受理编号", plain["receipt"], 照顾类别="残疾", 照顾依据编号="ZG")
    yield "不再符合", "applicants", setting("受理编号", plain["receipt"], 学段="小学", 出生日期="2016-01-01")
    yield "没有报名", "applicants", without("受理编号", plain["receipt"])
    yield "志愿少一名", "choices", without("受理编号", chosen["receipt"])
    yield "计划多一名", "schools", lambda rows: [r | {"招生计划": int(r["招生计划"]) + 1} if r["学校代码"] == chosen["choices"] else r for r in rows]
    yield "服务片改名", "schools", lambda rows: [r | {"服务片": "Z00"} if r["服务片"] == "Z01" else r for r in rows]
    bound = next((row for row in rows if row["unit"]), None)
    if bound:
        yield "多胞胎拆开", "applicants", setting("受理编号", bound["receipt"], 监护人一证件号码="110105197001010016", 监护人二证件号码="")


def check(folder, desk, fails):
    """(passed, failed) over the flaws; `fails(folder, desk)` says how much season.py found, quietly."""
    passed = failed = 0
    for what, kind, change in flaws(desk):
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch) / "district"
            shutil.copytree(folder, copy)
            edit(copy, kind, change)
            if fails(copy, desk):
                passed += 1
            else:
                failed += 1
                print(f"--- season.py 没有察觉：{what}")
    return passed, failed
