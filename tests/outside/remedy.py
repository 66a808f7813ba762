"""What would change a verdict, by trying: the smallest sets of facts that would make a child eligible.

A naive search over candidate values of each column, written from `spec/rules.md`; it knows which
columns a code can depend on and otherwise only asks judge.py.
"""

from itertools import combinations, product

import judge

ROUTE_CODES = {"ADDRESS_UNKNOWN", "HUKOU_HOME_DIFFER", "SEAT_CONTESTED", "ZONE_UNKNOWN"}
# Here a person decides as long as what `held` holds stays: the best that can be reached.
BY_PERSON = {"P4": {"TREATED_OTHER_DISTRICT_RENTING"}, "P9": {"OTHER_STATUS"}, "J9": {"OTHER_STATUS", "ENROLLED_IN_OTHER_DISTRICT"}}
TITLE = ["产权证号", "产权证类型", "产权登记日期", "权利人关系", "房屋用途"]
WORK = [f"就业{w}{f}" for w in "一二" for f in ("方式", "区县", "单位", "合同起", "执照编号", "社保单位", "社保区县", "社保月份")]
PERMIT = [f"居住证{w}{f}" for w in "一二" for f in ("号码", "区县", "有效期至")]

# Which columns a code can depend on, in any category. Who the child and its guardians are, and what
# decides the category, is nobody's to change.
DEPENDS = {
    "AGE_TOO_YOUNG": ["出生日期"], "AGE_OVER": ["出生日期"],
    "NO_DWELLING_PROOF": ["居住方式", "居住区县", "产权证号", "租赁起", "租赁止", "对待口径"],
    "NOT_LIVING_HERE": ["居住区县", "对待口径"], "NO_HUKOU_BOOK": ["全家户口簿"],
    "NO_TITLE": [*TITLE, "居住方式", "居住区县", "对待口径"], "OWNER_NOT_PARENT": ["权利人关系", "对待口径"], "NOT_RESIDENTIAL": ["房屋用途", "对待口径"],
    "LEASE_TOO_SHORT": ["租赁起"], "LEASE_EXPIRED": ["租赁止"], "LEASE_SHARED": ["单独承租"],
    "NO_LEASE": ["租赁起", "租赁止", "单独承租"], "LEASE_NOT_REGISTERED": ["租赁备案编号"],
    "JOB_TOO_SHORT": WORK, "NO_JOB_PROOF": WORK, "EMPLOYER_MISMATCH": WORK, "SI_MONTHS_MISSING": WORK, "NO_LOCAL_JOB": WORK,
    "NO_PERMIT": PERMIT, "PERMIT_ELSEWHERE": PERMIT, "PERMIT_EXPIRED": PERMIT,
    "NO_RECOGNITION": ["认定文件编号", "对待口径"], "NO_CARE_PROOF": ["照顾依据编号"],
    "TREATED_OTHER_DISTRICT_RENTING": ["对待口径", "居住方式"],
    "NOT_GRADUATING": ["年级"], "NO_RETURN": ["回区手续"], "NO_RETURN_PROOF": ["回区手续"],
}


def candidates(header, row, season):
    """Values that could meet a condition on this column; the value it has is none of them."""
    other = {"单位": "社保单位", "社保单位": "单位"}
    bare = header[3:] if header[:2] == "就业" else header[4:] if header[:3] == "居住证" else ""
    if bare in other:
        values = [row.get(header[:3] + other[bare]) or "某公司"]
    else:
        values = {
            "出生日期": [str(season.born_from), str(season.born_until)], "居住方式": ["自有房产", "租住", "其他"],
            "居住区县": ["朝阳区"], "全家户口簿": ["有"], "产权证类型": ["房屋所有权证", "不动产权证书"],
            "产权登记日期": ["2016-01-01", "2018-01-01"], "权利人关系": ["父亲"], "房屋用途": ["住宅"],
            "租赁起": [str(season.three_years_before)], "租赁止": [str(season.permit_day)], "单独承租": ["是"],
            "对待口径": ["朝阳区户籍", "外区户籍"], "年级": ["六年级"], "回区手续": ["已办理"],
        }.get(header) or {
            "方式": ["受雇", "个体工商户"], "区县": ["朝阳区"], "社保区县": ["朝阳区"], "合同起": [str(season.three_years_before)],
            "社保月份": [f"{season.year - 3}-05..{season.year}-04"], "有效期至": [str(season.permit_day)],
        }.get(bare) or ["某编号"]
    return [value for value in values if value != row.get(header, "")]


class Retrial:
    """Judges children of a folder again with some of their facts changed."""

    def __init__(self, world):
        self.world, self.season = world, world.season
        self.rows = {c.receipt: c.row for c in world.children}
        self.owners = {}
        for c in world.children:
            if c.good_title and c.home.office and c.home.community and c.home.building and c.home.room:
                self.owners.setdefault((c.level, c.home), []).append(c)

    def judge(self, receipt, changes):
        """The verdict of one child with these facts instead of its own; all other children stay."""
        child = judge.Child(self.rows[receipt] | changes, self.world.directory, self.season)
        rivals = self.owners.get((child.level, child.home), []) if child.good_title else []
        if any(r.receipt != receipt and not judge.share_guardian(r, child) for r in rivals):
            self.world.contested.add(receipt)
        else:
            self.world.contested.discard(receipt)
        return judge.judge(child, self.world)

    def cures(self, before, changes):
        """Whether the verdict becomes eligible, or referred only by what the address or the category leaves open."""
        line = self.judge(before["receipt"], changes)
        left_open = ROUTE_CODES | BY_PERSON.get(before["category"], set()) & set(before["codes"])
        return line["category"] == before["category"] and set(line["codes"]) <= left_open


def depends(line, row):
    """[set of columns] for each code of a verdict; work and permits of unnamed guardians are not looked at."""
    named = {w for w in "一二" if row.get(f"监护人{w}姓名")}
    codes = set(line["codes"]) - BY_PERSON.get(line["category"], set())
    lookups = lambda code: {h for h in DEPENDS.get(code, ()) if not (h[:2] == "就业" and h[2] not in named or h[:3] == "居住证" and h[3] not in named)}
    return [lookups(code) for code in codes]


def held(row):
    """Given facts that decide what is asked of a family; they may be filled, not exchanged. 就业方式 无 may."""
    chosen = ["居住方式", "对待口径", "产权证类型"] + [f"就业{w}方式" for w in "一二" if row.get(f"就业{w}方式") != "无"]
    return {h for h in chosen if row.get(h)}


def search(retrial, line, limit, corrections=None):
    """(size, {columns: changes}) of the smallest cures up to `limit` facts; (None, {}) where there is none.

    `corrections`: how many facts that are given may be changed; what is missing may be filled.
    """
    row = retrial.rows[line["receipt"]]
    corrections = limit if corrections is None else corrections
    needs = [need - held(row) for need in depends(line, row)]
    pool = [h for h in judge_order(set().union(*needs), row) if candidates(h, row, retrial.season)]
    for size in range(1, limit + 1):
        found = {}
        for headers in combinations(pool, size):
            if corrected(headers, row) > corrections or any(need.isdisjoint(headers) for need in needs):
                continue
            for values in product(*(candidates(h, row, retrial.season) for h in headers)):
                changes = same_firm(dict(zip(headers, values)))
                if retrial.cures(line, changes):
                    found[frozenset(headers)] = changes
                    break
        if found:
            return size, found
    return None, {}


def corrected(headers, row):
    """How many of these columns are given now."""
    return sum(bool(row.get(h)) for h in headers)


def search_with_fewer_corrections(retrial, line, limit, smallest):
    """The same for the sets that correct the fewest given facts, where these are fewer than in the smallest sets."""
    row = retrial.rows[line["receipt"]]
    for corrections in range(min((corrected(h, row) for h in smallest), default=0)):
        size, found = search(retrial, line, limit, corrections)
        if found:
            return size, found
    return None, {}


def judge_order(headers, row):
    """The columns in the order of the template."""
    return [h for h in row if h in headers] + sorted(headers - row.keys())


def same_firm(changes):
    """Where both the employer and the payer are changed they become one."""
    for w in "一二":
        if f"就业{w}单位" in changes and f"就业{w}社保单位" in changes:
            changes |= {f"就业{w}单位": "某公司", f"就业{w}社保单位": "某公司"}
    return changes


def remedies(retrial, line, limit):
    """The list that `check --explain --json` adds to a line, as this search finds it."""
    if line["verdict"] not in ("supplement", "ineligible"):
        return []
    row, listed = retrial.rows[line["receipt"]], []
    found = search(retrial, line, limit)[1]
    found |= search_with_fewer_corrections(retrial, line, limit, found)[1]
    for changes in found.values():
        then = retrial.judge(line["receipt"], changes)
        listed.append({"facts": changes, "missing": [h for h in changes if not row.get(h)], "then": then["verdict"],
                       "route": then["route"], "codes": then["codes"] + then["notes"]})
    return listed
