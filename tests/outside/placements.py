"""Random districts for season.py: crowded schools, twins, 照顾, and choices of every kind.

Built on districts.py, which aims at the verdicts; here most children are eligible, so that the
draws have work. Every value is well formed.
"""

from pathlib import Path

import districts
import judge

CARES = ["烈士子女", "台籍学生", "华侨子女", "现役军人子女", "全国劳模子女"]


class Crowd(districts.Maker):
    """A district whose schools are crowded, and whose families choose."""

    def make_schools(self):
        super().make_schools()
        for level, letter in (("小学", "A"), ("初中", "B")):
            for code, owner, kind in (("PW", "民办", "普通"), ("BE", "公办", "寄宿"), ("TT", "公办", "特殊教育")):
                self.school(code + letter, f"第二{code}{level}", level, owner, kind, self.rng.choice(self.offices), "")
        for row in self.rows["schools"]:
            row["招生计划"] = self.rng.choice([1, 2, 3, 5, 8, 20])
            ordinary = row["学段"] == "初中" and row["办学性质"] == "公办" and row["类型"] == "普通"
            row["志愿计划"] = self.rng.choice(["", 1, 1, 2]) if ordinary else ""
            if row["志愿计划"]:
                row["志愿计划"] = min(row["志愿计划"], row["招生计划"])
        self.zone_schools = {}
        for row in self.rows["schools"]:
            if row["类型"] in ("普通", "九年一贯") and row["办学性质"] == "公办":
                self.zone_schools.setdefault((row["学段"], row["服务片"]), []).append(row["学校代码"])
        # The two places that say which junior schools a zone has, schools and primary-zones, agree here.
        for zone, first in {r["服务片"]: r["学校代码"] for r in reversed(self.rows["schools"]) if r["学校代码"][0] == "P" and r["类型"] == "普通"}.items():
            if zone and first in self.primaries and zone not in {r["服务片"] for r in self.rows["primary-zones"]}:
                self.add("primary-zones", first, zone, "")
        for row in self.rows["primary-zones"]:
            row["学校代码"] = "、".join(self.zone_schools["初中", row["服务片"]])

    def child(self):
        rng, made = self.rng, self.rows["applicants"]
        if made and rng.random() < 0.09:
            return self.twin(rng.choice(made[-3:]))
        if rng.random() < 0.2:
            return super().child()
        row = self.eligible(rng.choice(self.CATEGORIES))
        if rng.random() < 0.12:
            row.update(照顾类别=rng.choice(CARES), 照顾依据编号="ZG1")
        return row

    def twin(self, other):
        """A child of the same birth; now and then only one of the two has a 照顾类别."""
        row = dict(other, 姓名=self.name(), 性别=self.rng.choice("男女"), 多胞胎组="")
        if self.rng.random() < 0.7:
            row["多胞胎组"] = other["多胞胎组"] = other["多胞胎组"] or f"T{len(self.rows['applicants'])}"
        if self.rng.random() < 0.08:
            row.update(照顾类别="烈士子女", 照顾依据编号="ZG2")
        return row

    def of_kind(self, level, owner, *kinds, **cells):
        return [r["学校代码"] for r in self.rows["schools"] if r["学段"] == level and r["办学性质"] == owner and r["类型"] in kinds
                and all(r[k] == v for k, v in cells.items())]

    def choose(self, row):
        """Choices of every kind; a twin mostly chooses as the one before."""
        rng, level = self.rng, row["学段"]
        before = self.rows["applicants"][-2] if len(self.rows["applicants"]) > 1 else None
        kin = before and before["出生日期"] == row["出生日期"] and before["监护人一证件号码"] == row["监护人一证件号码"]
        if kin and rng.random() < 0.7:
            for line in [c for c in self.rows["choices"] if c["受理编号"] == before["受理编号"]]:
                self.rows["choices"].append(dict(line, 受理编号=row["受理编号"]))
            return
        offers = {"民办": (0.12, self.of_kind(level, "民办", "普通")), "公办寄宿": (0.12, self.of_kind(level, "公办", "寄宿")),
                  "特殊教育": (0.6 if "残疾" in row["照顾类别"] else 0, self.of_kind(level, "公办", "特殊教育"))}
        if level == "初中":
            wish = [r for r in self.rows["schools"] if r["志愿计划"]]
            offers["全区自愿"] = (0.15, [r["学校代码"] for r in wish])  # 一般公办 schools share their 志愿计划
            offers["一般公办"] = (0.15, [r["学校代码"] for r in wish if r["一般公办"] == "是"])
        for kind, (share, schools) in offers.items():
            if schools and rng.random() < share:
                self.want(row, kind, [rng.choice(schools[-3:])])
        self.choose_in_zone(row)

    def choose_in_zone(self, row):
        """多校划片 over the schools of one zone, own or not; 统筹 for some."""
        rng, level = self.rng, row["学段"]
        own = next((r["服务片"] for r in self.rows["schools"] if r["街乡"] and r["街乡"] in self.home_names(row) and r["服务片"]), "Z00")
        zone = own if rng.random() < 0.9 else "Z00"
        schools = self.zone_schools.get((level, zone), [])
        if schools and rng.random() < 0.8:
            self.want(row, "多校划片", rng.sample(schools, rng.randint(1, min(8, len(schools)))))
        if level == "小学" and rng.random() < 0.2 and schools:
            self.want(row, "统筹", rng.sample(schools, 1))

    def home_names(self, row):
        code = judge.office(row["居住街乡"])
        return [name for name in self.offices if districts.OFFICES[name] == code]

    def want(self, row, kind, schools):
        self.add("choices", row["受理编号"], kind, *schools, *[""] * (8 - len(schools)))


def make(seed, children, out):
    """Writes a crowded district."""
    maker = Crowd(seed, "plain")
    maker.make_children(children)
    maker.write(Path(out))
