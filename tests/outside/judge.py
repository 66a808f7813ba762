#!/usr/bin/env python3
"""An outside reading of the rules: verdicts from a folder of template files.

    judge.py FOLDER [--policy chaoyang-2022]     one JSON line a child, in ascending order of receipt

Written from `spec/rules.md` and `spec/templates.md` alone, without looking at the workstation's
code. FOLDER holds schools.csv, catchments.csv, primary-zones.csv, seat-records.csv, applicants.csv.
"""

import argparse
import csv
import io
import json
import re
import sys
from datetime import date
from pathlib import Path

from clerk import Clerk
from homes import Catchments, Directory, community, half_width, office, building, unit, room, Home

TITLE_CUT = date(2017, 6, 30)  # a fixed day, whatever the season
SEATS_RECORDED_FROM, SEAT_YEARS = 2017, {"小学": 6, "初中": 3}

BEIJING = ("朝阳区", "本市外区")
PARENTS = ("父亲", "母亲", "法定监护人")

INELIGIBLE = {"AGE_TOO_YOUNG", "NOT_LIVING_HERE", "LEASE_TOO_SHORT", "LEASE_EXPIRED", "LEASE_SHARED", "NOT_RESIDENTIAL",
              "JOB_TOO_SHORT", "SI_MONTHS_MISSING", "NO_LOCAL_JOB", "PERMIT_ELSEWHERE", "NOT_GRADUATING", "NO_RETURN"}
REFER = {"AGE_OVER", "TREATED_OTHER_DISTRICT_RENTING", "OTHER_STATUS", "OWNER_NOT_PARENT", "ENROLLED_IN_OTHER_DISTRICT",
         "ADDRESS_UNKNOWN", "HUKOU_HOME_DIFFER", "SEAT_CONTESTED", "ZONE_UNKNOWN"}
SUPPLEMENT = {"NO_DWELLING_PROOF", "NO_HUKOU_BOOK", "NO_TITLE", "NO_LEASE", "LEASE_NOT_REGISTERED", "NO_RECOGNITION",
              "NO_JOB_PROOF", "EMPLOYER_MISMATCH", "NO_PERMIT", "PERMIT_EXPIRED", "NO_CARE_PROOF", "NO_RETURN_PROOF"}


# ---------------------------------------------------------------------------------------------
# Cells
# ---------------------------------------------------------------------------------------------

def day_of(text):
    """A date in one of the four written forms; None for an empty cell."""
    text = half_width(text)
    if not text:
        return None
    found = (re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text) or re.fullmatch(r"(\d{4})/(\d{1,2})/(\d{1,2})", text)
             or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text) or re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", text))
    if not found:
        raise ValueError(f"日期“{text}”不合格式")
    return date(*map(int, found.groups()))


def yes_no(text):
    """True, False, or None where nothing is said."""
    return {"": None, "是": True, "有": True, "否": False, "无": False}[text]


def months_of(text):
    """The months of 社保月份 as a set of (year, month)."""
    months = set()
    for part in filter(None, re.split("[,，]", half_width(text))):
        ends = [tuple(map(int, m.strip().split("-"))) for m in part.split("..")]
        first, last = (y * 12 + m - 1 for y, m in (ends[0], ends[-1]))
        months |= {(n // 12, n % 12 + 1) for n in range(first, last + 1)}
    return months


def months_between(first, last):
    return months_of(f"{first}..{last}")


class Season:
    """The parameters of one year's rules: those of 2021, moved by whole years."""

    def __init__(self, year, asks_over_age):
        self.year, self.asks_over_age = year, asks_over_age
        self.born_from, self.born_until = date(year - 7, 9, 1), date(year - 6, 8, 31)
        self.as_of, self.three_years_before = date(year, 5, 1), date(year - 3, 5, 1)
        self.permit_day = date(year, 6, 1)
        self.five_months = months_between(f"{year - 1}-11", f"{year}-03")
        self.job_months = months_between(f"{year - 3}-05", f"{year}-04")


# From 2022 nobody is asked to prove why a child is over age.
SEASONS = {"chaoyang-2021": Season(2021, True), "chaoyang-2022": Season(2022, False)}


def table(folder, kind):
    """The rows of one template file as dictionaries of trimmed text."""
    data = (Path(folder) / f"{kind}.csv").read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    headers = [h.strip() for h in rows[0]]
    return [dict(zip(headers, (cell.strip() for cell in row))) for row in rows[1:] if any(row)]


# ---------------------------------------------------------------------------------------------
# A child's facts
# ---------------------------------------------------------------------------------------------

class Guardian:
    """A named guardian with the columns of work and permit that belong to it."""

    def __init__(self, row, which, season):
        self.season = season
        at = lambda name: row.get(name, "")
        self.number = half_width(at(f"监护人{which}证件号码")).upper()
        self.work = at(f"就业{which}方式")
        self.work_district = at(f"就业{which}区县")
        self.employer = at(f"就业{which}单位")
        self.since = day_of(at(f"就业{which}合同起"))
        self.licence = at(f"就业{which}执照编号")
        self.payer = at(f"就业{which}社保单位")
        self.paid_district = at(f"就业{which}社保区县")
        self.months = months_of(at(f"就业{which}社保月份"))
        self.permit = at(f"居住证{which}号码")
        self.permit_district = at(f"居住证{which}区县")
        self.permit_until = day_of(at(f"居住证{which}有效期至"))


class Child:
    def __init__(self, row, directory, season):
        self.season = season
        at = lambda name: row.get(name, "")
        self.row = row
        self.receipt, self.level = half_width(at("受理编号")), at("学段")
        self.birth = day_of(at("出生日期"))
        self.hukou, self.hukou_book = at("户籍类别"), yes_no(at("全家户口簿"))
        self.treated, self.treated_as, self.recognition = at("按京籍对待"), at("对待口径"), at("认定文件编号")
        self.care, self.care_proof = re.split("、", at("照顾类别")) if at("照顾类别") else [], at("照顾依据编号")
        self.guardians = [Guardian(row, w, season) for w in "一二" if at(f"监护人{w}姓名")]
        self.dwelling, self.district = at("居住方式"), at("居住区县")
        self.title_kind, self.title_number = at("产权证类型"), at("产权证号")
        self.owner, self.title_day, self.use = at("权利人关系"), day_of(at("产权登记日期")), at("房屋用途")
        self.lease_from, self.lease_until = day_of(at("租赁起")), day_of(at("租赁止"))
        self.sole_lease, self.lease_filing = yes_no(at("单独承租")), at("租赁备案编号")
        self.primary_school, self.enrolled = half_width(at("毕业小学")), at("学籍所在地")
        self.grade, self.returned = at("年级"), at("回区手续")
        self.home = directory.home(at("居住街乡"), at("居住地址"), at("小区"), at("楼号"), at("单元"), at("房号"))
        self.hukou_home = directory.home(at("户籍街乡"), at("户籍地址")) if at("户籍地址") else None

    @property
    def owns(self):
        return self.dwelling == "自有房产"

    @property
    def owns_here(self):
        return self.owns and self.district == "朝阳区"

    @property
    def title_is_late(self):
        return self.title_kind == "不动产权证书" and self.title_day is not None and self.title_day > TITLE_CUT

    @property
    def title_paper_complete(self):
        return bool(self.title_number and self.title_kind and (self.title_kind != "不动产权证书" or self.title_day))

    @property
    def good_title(self):
        return self.owns_here and self.title_paper_complete and self.owner in PARENTS and self.use == "住宅"


# ---------------------------------------------------------------------------------------------
# Conditions; each returns the set of codes that it raises
# ---------------------------------------------------------------------------------------------

def codes(**raised):
    """codes(NO_TITLE=True, ...) → the codes whose condition holds."""
    return {code for code, holds in raised.items() if holds}


def primary_gate(c):
    return codes(AGE_TOO_YOUNG=c.birth > c.season.born_until,
                 AGE_OVER=c.season.asks_over_age and c.birth < c.season.born_from,
                 NO_DWELLING_PROOF=not c.dwelling or (c.owns and not c.district))


def hukou_book(c):
    return codes(NO_HUKOU_BOOK=c.hukou_book is not True)


def living_here(c):
    return codes(NO_DWELLING_PROOF=not c.district, NOT_LIVING_HERE=c.district not in ("", "朝阳区"))


def title(c):
    """*Title*, wherever the home is."""
    return codes(NO_TITLE=not c.title_paper_complete or not c.owner or not c.use,
                 OWNER_NOT_PARENT=c.owner not in ("", *PARENTS), NOT_RESIDENTIAL=c.use not in ("", "住宅"))


def home_of_p1(c):
    """An owner's papers must be complete; who owns it and for what use only changes the route."""
    return codes(NO_TITLE=c.owns_here and not (c.title_paper_complete and c.owner and c.use))


def lease(c):
    return codes(LEASE_TOO_SHORT=c.lease_from is not None and c.lease_from > c.season.three_years_before,
                 LEASE_EXPIRED=c.lease_until is not None and c.lease_until < c.season.as_of,
                 LEASE_SHARED=c.sole_lease is False,
                 NO_LEASE=c.lease_from is None or c.lease_until is None or c.sole_lease is None,
                 LEASE_NOT_REGISTERED=not c.lease_filing)


def three_year_job_state(g):
    broken = (g.work == "无" or g.work_district not in ("", "朝阳区")
              or (g.since is not None and g.since > g.season.three_years_before)
              or (bool(g.months) and not g.season.job_months <= g.months))
    if broken:
        return "fail"
    return "pass" if g.work and g.work_district and g.since and g.months else "unknown"


def three_year_job(c):
    states = [three_year_job_state(g) for g in c.guardians]
    if "pass" in states:
        return set()
    return {"NO_JOB_PROOF"} if "unknown" in states else {"JOB_TOO_SHORT"}


def local_work_state(g):
    """The state of a guardian for the first of the four papers."""
    if g.work == "无" or g.work_district not in ("", "朝阳区"):
        return "fail"
    if not g.work:
        return "unknown"
    if g.work != "受雇":
        return "pass" if g.work_district and g.licence else "unknown"
    if g.paid_district not in ("", "朝阳区") or (g.months and not g.season.five_months <= g.months):
        return "fail"
    if not (g.work_district and g.paid_district and g.months and g.employer and g.payer):
        return "unknown"
    return "pass" if g.payer == g.employer else "mismatch"


def local_work(c):
    states = [local_work_state(g) for g in c.guardians]
    if "pass" in states:
        return set()
    if "mismatch" in states:
        return {"EMPLOYER_MISMATCH"}
    if "unknown" in states:
        return {"NO_JOB_PROOF"}
    gaps = any(g.work == "受雇" and g.work_district == g.paid_district == "朝阳区" and g.months
               and not g.season.five_months <= g.months for g in c.guardians)
    return {"SI_MONTHS_MISSING"} if gaps else {"NO_LOCAL_JOB"}


def dwelling_paper(c):
    lacks = {"自有房产": not c.title_number, "租住": not (c.lease_from and c.lease_until), "其他": False, "": True}
    return living_here(c) | codes(NO_DWELLING_PROOF=lacks[c.dwelling], NOT_RESIDENTIAL=c.use not in ("", "住宅"))


def permits(c):
    found = set()
    for g in c.guardians:
        if g.number.startswith("110"):
            continue
        found |= codes(NO_PERMIT=not (g.permit and g.permit_district and g.permit_until),
                       PERMIT_ELSEWHERE=g.permit_district not in ("", "朝阳区"),
                       PERMIT_EXPIRED=g.permit_until is not None and g.permit_until < g.season.permit_day)
    return found


def four_papers(c):
    return local_work(c) | dwelling_paper(c) | hukou_book(c) | permits(c)


def care(c):
    return codes(NO_CARE_PROOF=bool(c.care) and not c.care_proof)


def treated_home(c):
    """The home of P4, by the side on which the child is treated as a Beijinger."""
    if c.treated_as == "朝阳区户籍":
        return home_of_p1(c)
    if c.treated_as != "外区户籍" or not c.dwelling:
        return set()
    if not c.owns:
        return {"TREATED_OTHER_DISTRICT_RENTING"}
    # Without 居住区县 the title is not asked of P4.
    return living_here(c) | (title(c) if c.district else set())


# ---------------------------------------------------------------------------------------------
# Categories
# ---------------------------------------------------------------------------------------------

def judge_primary(c):
    """(category, codes) of a child of the 小学."""
    gate = primary_gate(c) | care(c)
    if c.hukou == "朝阳区":
        return "P1", gate | hukou_book(c) | home_of_p1(c)
    if c.hukou == "本市外区" and c.dwelling in ("自有房产", ""):
        return "P2", gate | hukou_book(c) | living_here(c) | (title(c) if c.owns else set())
    if c.hukou == "本市外区":
        return "P3", gate | hukou_book(c) | living_here(c) | lease(c) | three_year_job(c)
    if c.treated:
        return "P4", gate | codes(NO_RECOGNITION=not c.recognition or not c.treated_as) | treated_home(c)
    if c.hukou == "外省市":
        return "P5", gate | four_papers(c)
    return "P9", gate | {"OTHER_STATUS"}


def judge_junior(c):
    """(category, codes) of a child of the 初中."""
    found = care(c)
    grade = codes(NOT_GRADUATING=c.grade != "六年级")
    if c.hukou in BEIJING or c.treated:
        found |= grade | codes(NO_RECOGNITION=c.hukou not in BEIJING and not c.recognition)
        if c.enrolled == "朝阳区":
            return "J1", found
        return "J2", found | codes(NO_RETURN=c.returned == "未办理", NO_RETURN_PROOF=not c.returned)
    if c.hukou != "外省市":
        return "J9", found | {"OTHER_STATUS"}
    if c.enrolled == "外区":
        return "J9", found | {"ENROLLED_IN_OTHER_DISTRICT"}
    return ("J3" if c.enrolled == "朝阳区" else "J4"), found | grade | four_papers(c)


# ---------------------------------------------------------------------------------------------
# The world around a child, and its route
# ---------------------------------------------------------------------------------------------

class World:
    def __init__(self, folder, season):
        self.season = season
        catchments, records = table(folder, "catchments"), table(folder, "seat-records")
        estates = [(office(r["街乡"]), community(r["小区"])) for r in catchments + records]
        aliases = table(folder, "aliases") if (Path(folder) / "aliases.csv").is_file() else []
        self.directory = Directory(estates, Clerk(estates, [(office(r["街乡"]), community(r["别名"]), community(r["小区"])) for r in aliases]))
        self.catchments = Catchments([
            (r["学段"], office(r["街乡"]), community(r["小区"]), r["楼号"],
             frozenset(half_width(s) for s in r["学校代码"].split("、")), day_of(r["版本日期"]) or date.min) for r in catchments])
        self.nine_year = {half_width(r["学校代码"]) for r in table(folder, "schools") if r["类型"] == "九年一贯"}
        zones = table(folder, "primary-zones") if (Path(folder) / "primary-zones.csv").is_file() else []
        self.zoned = {half_width(r["毕业小学"]) for r in zones}
        self.records = [SeatRecord(r) for r in records]
        self.children = [Child(row, self.directory, season) for row in table(folder, "applicants")]
        self.contested = set()
        self.find_contests()

    def find_contests(self):
        """Two children of one level with good titles at one complete address and no common guardian."""
        at = {}
        for c in self.children:
            if c.good_title and c.home.office and c.home.community and c.home.building and c.home.room:
                at.setdefault((c.level, c.home), []).append(c)
        for members in at.values():
            for c in members:
                if any(not share_guardian(c, other) for other in members if other is not c):
                    self.contested.add(c.receipt)

    def seat_used(self, c):
        # An estate alone is no address; the page is silent, a record without 楼号 and 房号 cannot block a whole estate.
        numbers = {g.number for g in c.guardians if g.number}
        return bool(c.home.community and (c.home.building or c.home.room)) and any(
            r.level == c.level and r.home == c.home and r.year >= SEATS_RECORDED_FROM
            and self.season.year - r.year < SEAT_YEARS[c.level] and not r.guardians & numbers for r in self.records)


class SeatRecord:
    def __init__(self, row):
        self.year, self.level = int(half_width(row["年份"])), row["学段"]
        self.home = Home(office(row["街乡"]), community(row["小区"]), building(row["楼号"]), unit(row["单元"]), room(row["房号"]))
        self.guardians = {half_width(n).upper() for n in row["监护人证件号码"].split("、")} - {""}


def share_guardian(a, b):
    return bool({g.number for g in a.guardians} & {g.number for g in b.guardians} - {""})


def route_primary(c, category, world):
    """(route, refer codes, notes) of a child that is otherwise eligible."""
    if "残疾" in c.care:
        return "SPECIAL", set(), set()
    if category in ("P3", "P5"):
        return "POOL", set(), set()
    if not c.good_title:
        return "POOL", set(), {"HOME_NOT_OWNED"}
    notes = codes(SEAT_USED=world.seat_used(c), TITLE_AFTER_630=c.title_is_late)
    if notes:
        return "POOL", set(), notes
    schools = world.catchments.schools(c.level, c.home)
    if not schools:
        return None, {"ADDRESS_UNKNOWN"}, set()
    by_hukou = world.catchments.schools(c.level, c.hukou_home) if category == "P1" and c.hukou_home else None
    if by_hukou and by_hukou != schools:
        return None, {"HUKOU_HOME_DIFFER"}, set()
    return ("SINGLE" if len(schools) == 1 else "MULTI"), set(), set()


def route_junior(c, world):
    if "残疾" in c.care:
        return "SPECIAL", set(), set()
    if c.primary_school in world.nine_year:
        return "DIRECT", set(), set()
    schools = world.catchments.schools(c.level, c.home)
    if c.good_title and not c.title_is_late and not world.seat_used(c) and len(schools) == 1:
        return "SINGLE", set(), set()
    zoned = c.primary_school in world.zoned if c.enrolled == "朝阳区" else (c.district == "朝阳区" and bool(schools))
    return ("MULTI", set(), set()) if zoned else (None, {"ZONE_UNKNOWN"}, set())


def verdict_of(found):
    if found & INELIGIBLE:
        return "ineligible"
    if found & REFER:
        return "refer"
    return "supplement" if found & SUPPLEMENT else "eligible"


def judge(c, world):
    category, found = judge_primary(c) if c.level == "小学" else judge_junior(c)
    route, notes = None, set()
    if not found:
        route, found, notes = route_primary(c, category, world) if c.level == "小学" else route_junior(c, world)
        if c.receipt in world.contested:
            found = found | {"SEAT_CONTESTED"}
    assert found <= INELIGIBLE | REFER | SUPPLEMENT
    verdict = verdict_of(found)
    if verdict != "eligible":
        route, notes = None, set()
    return {"receipt": c.receipt, "verdict": verdict, "category": category, "route": route,
            "codes": sorted(found), "notes": sorted(notes)}


def judge_folder(folder, policy="chaoyang-2021"):
    """All verdicts of a folder in ascending order of receipt, and the world they were judged in."""
    world = World(folder, SEASONS[policy])
    return [judge(c, world) for c in sorted(world.children, key=lambda c: c.receipt)], world


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--policy", choices=sorted(SEASONS), default="chaoyang-2021")
    args = parser.parse_args()
    for line in judge_folder(args.folder, args.policy)[0]:
        print(json.dumps(line, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
