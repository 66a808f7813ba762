"""An outside reading of "From route to place": which draws a season needs and who stands in them.

Written from `spec/rules.md`, `spec/draw.md`, `spec/templates.md` and `spec/cli.md` alone. `Season`
goes through the steps in their order; `expected()` gives the next ceremony, `adopt()` takes what
its result.csv says. Verdicts and routes come from judge.py.
"""

from collections import defaultdict, namedtuple
from pathlib import Path

import judge
from homes import half_width, office

PRIMARY, JUNIOR = "小学", "初中"
FIRST = {PRIMARY: ["民办", "公办寄宿"], JUNIOR: ["全区自愿", "一般公办", "公办寄宿", "民办"]}
WISH = ("全区自愿", "一般公办")

# Readings of sentences that leave room; the other value is what the words also bear.
# "its choices among the catchment's or zone's schools": narrow is the catchment's for a residence and the zone's for
# a 毕业小学; wide is any school of the batch.
NARROW_CHOICES = False
# "the seats left in the zone …, or of any zone where the residence has none": who joins when the zone has no seat left.
SUPPLEMENT_ROUTES = ("SINGLE", "MULTI", "POOL")

# "before anyone else, the school of the child's own catchment (the first by code where there are several)": False takes
# the first that has a seat and else leaves the child to the centre; True the first by code, over plan where it must.
SPECIAL_OVER_PLAN = False
# "that of the schools in its 居住街乡": the column alone, or also the office that the address text names.
OFFICE_FROM_TEXT = False

# name: what the batch is, for the reader; plan: {school: seats}; rows: {receipt: (tier, choices)}
Batch = namedtuple("Batch", "name leftover plan rows")


class School:
    def __init__(self, row):
        self.code, self.level = half_width(row["学校代码"]), row["学段"]
        self.public, self.kind = row["办学性质"] == "公办", row["类型"]
        self.office, self.zone = office(row["街乡"]), half_width(row["服务片"])
        self.seats = int(half_width(row["招生计划"]) or 0)
        self.wish = int(half_width(row.get("志愿计划", "")) or 0)
        self.general = judge.yes_no(row.get("一般公办", "")) is True

    @property
    def serves_a_zone(self):
        return self.public and self.kind in ("普通", "九年一贯")

    def takes(self, kind):
        """Whether a family may choose the school in this kind of choice."""
        return {"民办": not self.public, "公办寄宿": self.public and self.kind == "寄宿",
                "全区自愿": self.public and self.wish > 0,
                "一般公办": self.public and self.general, "特殊教育": self.kind == "特殊教育"}[kind]


class District:
    """The template files, the verdicts, and what the spec says about zones, schools and families."""

    def __init__(self, folder):
        lines, self.world = judge.judge_folder(folder)
        self.verdicts = {line["receipt"]: line for line in lines}
        self.children = {c.receipt: c for c in self.world.children}
        self.schools = {(s.code, s.level): s for s in map(School, judge.table(folder, "schools"))}
        self.zone_rows = {}
        for row in judge.table(folder, "primary-zones"):
            listed = {half_width(s) for s in row["学校代码"].split("、")}
            self.zone_rows[half_width(row["毕业小学"])] = (half_width(row["服务片"]), listed)
        self.city = None
        if (Path(folder) / "city-results.csv").is_file():
            self.city = {half_width(r["受理编号"]): (half_width(r["录取学校"]), half_width(r["志愿序"])) for r in judge.table(folder, "city-results")}
        self.choices = defaultdict(dict)
        for row in judge.table(folder, "choices"):
            wanted = [half_width(row.get(f"志愿{n}", "")) for n in range(1, 9)]
            self.choices[half_width(row["受理编号"])][row["类别"]] = [s for s in wanted if s]

    def eligible(self, level, route=None):
        return [r for r, v in self.verdicts.items() if v["verdict"] == "eligible"
                and self.children[r].level == level and route in (None, v["route"])]

    def catchment(self, receipt):
        """The school codes of the child's own catchment, in order."""
        c = self.children[receipt]
        return sorted(self.world.catchments.schools(c.level, c.home))

    def zone_of_residence(self, receipt):
        """服务片 of a residence; None where there is none (NO_ZONE)."""
        c = self.children[receipt]
        served = [self.schools.get((code, c.level)) for code in self.catchment(receipt)]
        zones = {s.zone for s in served if s and s.zone}
        at = c.home.office if OFFICE_FROM_TEXT else office(c.row["居住街乡"])
        if not zones and at:
            zones = {s.zone for s in self.schools.values() if s.level == c.level and s.office == at and s.zone}
        return min(zones, default=None)

    def zone(self, receipt):
        """The zone in whose batch a child stands."""
        c = self.children[receipt]
        if self.verdicts[receipt]["route"] == "MULTI" and c.level == JUNIOR and c.enrolled == "朝阳区":
            return self.zone_rows[c.primary_school][0]
        return self.zone_of_residence(receipt)

    def multi_choices(self, receipt, plan):
        """The 多校划片 choices among the catchment's or zone's schools."""
        c = self.children[receipt]
        allowed = set() if NARROW_CHOICES else set(plan)
        if c.level == JUNIOR and c.enrolled == "朝阳区":
            allowed |= self.zone_rows[c.primary_school][1]
        else:
            allowed |= set(self.catchment(receipt))
        wanted = dict.fromkeys(self.choices[receipt].get("多校划片", []))
        return tuple(s for s in wanted if s in allowed and s in plan)

    def tier(self, receipt):
        """0 for any 照顾类别, 1 for the rest, in batches that have tiers."""
        return 0 if self.children[receipt].care else 1

    def families(self, rows):
        """The units of a batch: one birth, a common guardian, the same choices. Where their tiers differ, none is bound."""
        births = defaultdict(list)
        for receipt, (_, choices) in rows.items():
            births[self.children[receipt].birth, choices].append(receipt)
        kin = [unit for members in births.values() for unit in self.by_guardian(members)]
        return {frozenset(unit) for unit in kin if len(unit) > 1 and len({rows[r][0] for r in unit}) == 1}

    def by_guardian(self, members):
        """Splits receipts into sets that common guardians hold together."""
        while members:
            unit, ring = set(), [members.pop()]
            while ring:
                unit.update(ring)
                near = [m for m in members if any(judge.share_guardian(self.children[m], self.children[u]) for u in ring)]
                members = [m for m in members if m not in near]
                ring = near
            yield unit


class Season:
    """The places given so far; each step returns what the spec asks for at that point."""

    def __init__(self, district):
        self.d = district
        self.at = {}            # receipt: (school, "direct" | "drawn" | "placed")
        self.why = {}           # receipt: why an eligible child is unplaced
        self.over = []          # (school, level) that the documented cases fill over plan
        self.waited = set()     # receipts that waited in some draw
        self.used = defaultdict(int)
        self.later = []         # direct places given after the ceremony in hand: (receipt, school)

    def give(self, receipt, school, how):
        assert receipt not in self.at, f"{receipt} twice"
        self.at[receipt] = (school, how)
        self.why.pop(receipt, None)
        self.used[school, self.d.children[receipt].level] += 1

    def open(self, receipts):
        return [r for r in receipts if r not in self.at]

    def seats_left(self, code, level):
        """What is left of 招生计划 without 志愿计划 and those already placed there outside the choices."""
        school = self.d.schools[code, level]
        return max(0, school.seats - school.wish - self.used[code, level])

    # ---- SPECIAL, before any draw -----------------------------------------------------------

    def place_special(self):
        for level in (PRIMARY, JUNIOR):
            for r in sorted(self.d.eligible(level, "SPECIAL")):
                wanted = [s for s in self.d.choices[r].get("特殊教育", [])
                          if (s, level) in self.d.schools and self.d.schools[s, level].takes("特殊教育") and self.seats_left(s, level)]
                own = wanted or [s for s in self.d.catchment(r) if SPECIAL_OVER_PLAN or self.seats_left(s, level)]
                if own:
                    self.give(r, own[0], "direct")
                else:
                    self.why[r] = "CENTRE_DECIDES"

    # ---- choices on top ---------------------------------------------------------------------

    def first_ceremony(self, level):
        """Over-plan schools become batches; the others admit directly, earlier kinds first."""
        batches, self.later = [], []
        standing = set()        # receipts in a batch of this ceremony
        wish = {s.code: s.wish for s in self.d.schools.values() if s.level == level}  # of both kinds together
        for kind in FIRST[level]:
            applied = defaultdict(list)
            for r in self.open(self.d.eligible(level)):
                wanted = self.d.choices[r].get(kind, [])[:1]
                if wanted and (wanted[0], level) in self.d.schools and self.d.schools[wanted[0], level].takes(kind):
                    applied[wanted[0]].append(r)
            plan, rows = {}, {}
            for code, receipts in sorted(applied.items()):
                seats = wish[code] if kind in WISH else self.seats_left(code, level)
                if kind in WISH:
                    wish[code] = max(0, seats - len(receipts))
                if len(receipts) <= seats:
                    # Who also stands in an earlier batch has the draw first; its seat here is kept.
                    self.later += [(r, code, kind) for r in receipts if r in standing]
                    for r in receipts:
                        if r not in standing:
                            self.give_wish(r, code, kind, "direct")
                else:
                    plan[code] = seats
                    rows |= {r: (0, (code,)) for r in receipts}
            standing |= rows.keys()
            if rows:
                batches.append(Batch(level + kind, "none", plan, rows))
        return batches

    def give_wish(self, receipt, code, kind, how):
        """A place from 志愿计划 does not touch the rest of 招生计划."""
        self.give(receipt, code, how)
        if kind in WISH:
            self.used[code, self.d.children[receipt].level] -= 1

    # ---- by residence -----------------------------------------------------------------------

    def place_own(self, level):
        """DIRECT, then SINGLE within plan; returns {school: receipts} of the over-plan single schools."""
        for r in sorted(self.open(self.d.eligible(level, "DIRECT"))):
            code = self.d.children[r].primary_school
            if not self.seats_left(code, level):
                self.over.append((code, level))
            self.give(r, code, "direct")
        single = defaultdict(list)
        for r in self.open(self.d.eligible(level, "SINGLE")):
            single[self.d.catchment(r)[0]].append(r)
        for code in sorted(single):
            if len(single[code]) <= self.seats_left(code, level):
                for r in single.pop(code):
                    self.give(r, code, "direct")
        return single

    def zones(self, level, receipts):
        """{zone: receipts} in order; who has none is unplaced."""
        found = defaultdict(list)
        for r in receipts:
            zone = self.d.zone(r)
            if zone is None:
                self.why[r] = "NO_ZONE"
            else:
                found[zone].append(r)
        return dict(sorted(found.items()))

    def zone_plan(self, zone, level):
        return {s.code: self.seats_left(s.code, level) for s in self.d.schools.values()
                if s.level == level and s.zone == zone and s.serves_a_zone}

    def row_in_zone(self, receipt, plan):
        multi = self.d.verdicts[receipt]["route"] == "MULTI"
        return self.d.tier(receipt), self.d.multi_choices(receipt, plan) if multi else ()

    def second_ceremony(self):
        """小学 after 6/20: for each zone its over-plan single schools, then the zone."""
        single, batches = self.place_own(PRIMARY), []
        waiting = self.open([r for route in ("SINGLE", "MULTI", "POOL") for r in self.d.eligible(PRIMARY, route)])
        zones = self.zones(PRIMARY, waiting)
        for zone, receipts in zones.items():
            plan = self.zone_plan(zone, PRIMARY)
            for code in sorted(c for c in single if self.d.schools[c, PRIMARY].zone == zone):
                batches.append(Batch(f"单校超额 {code}", "none", {code: self.seats_left(code, PRIMARY)},
                                     {r: (self.d.tier(r), (code,)) for r in single[code]}))
                plan[code] = 0
            if any(plan.values()):  # where no seat is left there is nothing to draw: NO_SEATS
                batches.append(Batch(f"服务片 {zone}", "pool", plan, {r: self.row_in_zone(r, plan) for r in receipts}))
        return batches

    def supplement(self):
        """Children of the zones' pools whose zone had no seat left: the seats left of any zone."""
        rest = [r for route in SUPPLEMENT_ROUTES for r in self.open(self.d.eligible(PRIMARY, route)) if r not in self.why]
        plan = {s.code: self.seats_left(s.code, PRIMARY) for s in self.d.schools.values()
                if s.level == PRIMARY and s.zone and s.serves_a_zone}
        plan = {code: seats for code, seats in plan.items() if seats}
        return [Batch("补录", "pool", plan, {r: (self.d.tier(r), ()) for r in rest})] if rest and plan else []

    def city_stand_in(self):
        """初中 多校划片: over-plan single schools' children join without choices."""
        self.place_own(JUNIOR)
        waiting = self.open([r for route in ("SINGLE", "MULTI") for r in self.d.eligible(JUNIOR, route)])
        batches = []
        if self.d.city is not None:
            return self.city_result(waiting)
        for zone, receipts in self.zones(JUNIOR, waiting).items():
            plan = self.zone_plan(zone, JUNIOR)
            if any(plan.values()):
                batches.append(Batch(f"代市级系统演示 {zone}", "pool", plan, {r: self.row_in_zone(r, plan) for r in receipts}))
        return batches

    def city_result(self, waiting):
        """The city's own result stands; no ceremony of ours. A place with 志愿序 is a choice, one without the pool."""
        for r in sorted(waiting):
            school, choice = self.d.city.get(r, ("", ""))
            if school:
                self.give(r, school, "drawn" if choice else "placed")
            else:
                self.waited.add(r)
        return []

    def steps(self):
        """(name of the step, function giving its batches) in the order of the season."""
        return [("小学第一场", lambda: self.first_ceremony(PRIMARY)), ("初中第一场", lambda: self.first_ceremony(JUNIOR)),
                ("小学第二场", self.second_ceremony), ("小学补录", self.supplement), ("初中多校划片", self.city_stand_in)]

    # ---- what the draws gave ----------------------------------------------------------------

    def adopt(self, names, result):
        """Takes the rows of one result.csv: (batch number, receipt, outcome, school); `names` of batches by number."""
        for number, receipt, outcome, school in result:
            kind = next((k for k in WISH if names.get(number) == JUNIOR + k), "")
            if outcome in ("admitted", "placed"):
                self.give_wish(receipt, school, kind, "drawn" if outcome == "admitted" else "placed")
            elif outcome == "waiting":
                self.waited.add(receipt)
        for receipt, school, kind in self.later:
            if receipt not in self.at:
                self.give_wish(receipt, school, kind, "direct")
        self.later = []

    def finish(self):
        """Names why each eligible child that is left has no place."""
        for level in (PRIMARY, JUNIOR):
            for r in self.open(self.d.eligible(level)):
                self.why.setdefault(r, "WAITING" if r in self.waited else "NO_SEATS")
