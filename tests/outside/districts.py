#!/usr/bin/env python3
"""Random nasty districts in template form, aimed at every branch of the rules.

    districts.py --seed N --children K --out DIR [--forms plain|wide|wild] [--policy PACK] [--least N]

Most children start as an eligible child of a category and have up to three facts changed, so that
they reach the deep branches; the rest are noise over all columns. Every value is well formed, so an
import takes every row. Prints how often each verdict, category, route, code and note occurs
according to judge.py, and fails when one occurs less than `--least` times.
"""

import argparse
import collections
import csv
import random
import re
import sys
from datetime import date, timedelta
from pathlib import Path

import judge
from homes import OFFICES
from spelling import DATES, HEADERS, YES_NO, Spelling, id_number
from writings import Writer

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧𬎆㼆"
GIVEN = "一二三子文心语诺宸轩怡浩然沐曦思欣博涵梓晨昊宇桐嫣𫖯䶮"
USES = ["住宅", "商业", "办公", "车库", "过道", "地下室"]
TREATED = ["台胞子女", "华侨子女", "在站博士后子女", "随军子女", "父母一方京籍", "工作居住证"]
CARES = ["残疾", "烈士子女", "台籍学生", "华侨子女", "现役军人子女", "全国劳模子女", "引进人才子女"]
FIVE = "2020-11..2021-03"  # these and all years below are those of 2021; `later` moves them
THREE_YEARS = "2018-05..2021-04"


class Maker(Spelling):
    """One district; all randomness comes from the seed."""

    def __init__(self, seed, forms, season=judge.SEASONS["chaoyang-2021"]):
        self.moved = season.year - 2021
        self.rng = random.Random(f"district {seed}")
        self.wide = forms == "wide"
        self.writer = Writer(self.rng) if forms == "wild" else None
        self.directory = None
        self.offices = self.rng.sample(sorted(OFFICES), 10)
        self.serials = collections.Counter()
        self.guardians_made = 0
        self.rows = {kind: [] for kind in HEADERS}
        self.homes = []        # (office, community, building)
        self.primaries, self.unzoned, self.nine_year = [], [], []
        self.make_schools()
        self.make_catchments()

    def later(self, text):
        """Dates or months of the season 2021 moved into this one."""
        return re.sub("20[0-9]{2}(?=-)", lambda year: str(int(year[0]) + self.moved), text)

    def day(self, year, month, day):
        return date(year + self.moved, month, day)

    def add(self, kind, *values):
        self.rows[kind].append(dict(zip(HEADERS[kind], values)))

    # ---- schools, catchments, zones ---------------------------------------------------------

    def school(self, code, name, level, owner, kind, office, zone):
        rng = self.rng
        plan = rng.choice([1, 2, 5, 30])
        general = "是" if level == "初中" and owner == "公办" and kind == "普通" and rng.random() < 0.4 else "否"
        self.add("schools", code, name, level, owner, kind, office, f"{office}路1号", zone, plan, "财政拨款", "", "", "",
                 "2021-08-30", "校内", "", general, rng.choice(["", 1]) if general == "是" else "")

    def make_schools(self):
        for n, office in enumerate(self.offices):
            zone = f"Z{n // 3:02}"
            for k in (1, 2):
                self.school(f"P{n:02}{k}", f"{office}第{k}小学", "小学", "公办", "普通", office, zone)
                self.school(f"M{n:02}{k}", f"{office}第{k}中学", "初中", "公办", "普通", office, zone)
                self.primaries.append(f"P{n:02}{k}")
            if n % 3 == 0:
                for level in ("小学", "初中"):
                    self.school(f"N{n:02}", f"{office}实验学校", level, "公办", "九年一贯", office, zone)
                self.nine_year.append(f"N{n:02}")
        first = self.offices[0]
        for level, letter in (("小学", "A"), ("初中", "B")):
            self.school(f"PV{letter}", f"启明{level}", level, "民办", "普通", first, "Z00")
            self.school(f"BD{letter}", f"寄宿{level}", level, "公办", "寄宿", first, "Z00")
            self.school(f"TS{letter}", f"启智{level}", level, "公办", "特殊教育", first, "Z00")
        self.unzoned = [p for p in self.primaries if self.rng.random() < 0.25] or self.primaries[:1]
        for p in self.primaries:
            if p not in self.unzoned:
                zone = int(p[1:3]) // 3
                self.add("primary-zones", p, f"Z{zone:02}", "、".join(f"M{zone * 3:02}{k}" for k in (1, 2)))

    def make_catchments(self):
        """Each office gets one community of each pattern of 楼号 and 版本日期."""
        for n, office in enumerate(self.offices):
            p1, p2, m1, m2 = f"P{n:02}1", f"P{n:02}2", f"M{n:02}1", f"M{n:02}2"
            new, old = "2021-05-01", "2020-05-01"
            patterns = {
                "甲园": [("", p1, m1, new)],
                "乙园": [("", f"{p1}、{p2}", f"{m1}、{m2}", new)],
                "丙园": [("1-12", p1, m1, new), ("13-20", p2, m2, new)],
                "丁园": [("3,5,7", p2, m2, new), ("", p1, m1, new)],
                "戊园": [("单", p1, m1, new), ("双", f"{p1}、{p2}", m2, new)],
                "己园": [("", p1, m1, old), ("", f"{p1}、{p2}", f"{m1}、{m2}", new)],
                "庚园": [("", f"{p1}、{p2}", m1, old), ("单", p2, m2, new)],
                "辛园": [("甲3", p2, m2, new), ("1-10", p1, m1, new), ("5-15", p2, m2, new)],
                "壬园": [("", p1, "", new)],
                "癸园": [("", "", m1, new)],
                "公共家园": [("", (p1, p2)[n % 2], (m1, m2)[n % 2], new)],
            }
            for name, rows in patterns.items():
                self.add_catchment(office, name if name == "公共家园" else office + name, rows)

    def add_catchment(self, office, community, rows):
        for rule, primary, junior, day in rows:
            for level, schools in (("小学", primary), ("初中", junior)):
                if schools:
                    self.add("catchments", level, self.office_form(office), community, rule, schools, self.date_form(day))
        for building in ("1", "3", "4", "7", "12", "13", "20", "21", "甲3"):
            self.homes.append((office, community, building))

    # ---- people -----------------------------------------------------------------------------

    def name(self):
        if self.rng.random() < 0.03:
            return self.rng.choice(["阿卜杜拉·买买提", "古丽·艾力", "Anna Maria"])
        return self.rng.choice(SURNAMES) + "".join(self.rng.choices(GIVEN, k=self.rng.choice([1, 2])))

    def guardian_number(self, beijing):
        self.guardians_made += 1
        n = self.guardians_made
        birth = date(1978, 1, 1) + timedelta(days=n * 7 % 5000)
        return id_number(self.rng.choice(["110105", "110108"]) if beijing else self.rng.choice(["410105", "130203"]), birth, n // 5000 % 999 + 1)

    def set_identity(self, row):
        """Gives the child a number that fits its birthday, sex and 户籍; after all changes of facts."""
        y, m, d = map(int, row["出生日期"].split("-"))
        kind = {"港澳台": "港澳台居民居住证", "外国籍": "护照"}.get(row["户籍类别"], "居民身份证")
        if self.rng.random() < 0.03:
            kind = self.rng.choice(["其他", "无"])
        row["证件类型"] = kind
        if kind in ("居民身份证", "港澳台居民居住证"):
            regions = ["810000", "820000", "830000"] if kind != "居民身份证" else (
                ["110105", "110108", "110102"] if row["户籍类别"] in judge.BEIJING else ["410105", "130203", "320102"])
            region = self.rng.choice(regions)
            self.serials[region, y, m, d, row["性别"]] += 1
            serial = self.serials[region, y, m, d, row["性别"]] * 2 - (row["性别"] == "男")
            row["证件号码"] = id_number(region, date(y, m, d), serial)
        else:
            row["证件号码"] = "" if kind == "无" else f"E{self.serials.total() + len(self.rows['applicants']):08}"
        if row["学段"] == "初中" and self.rng.random() < 0.9:
            row["学籍号"] = "G" + row["证件号码"] if len(row["证件号码"]) == 18 else ""

    # ---- an eligible child of each category -------------------------------------------------

    def blank(self, level):
        row = dict.fromkeys(HEADERS["applicants"], "")
        first, last = (self.day(2014, 9, 1), 364) if level == "小学" else (self.day(2008, 9, 1), 364)
        row.update(学段=level, 姓名=self.name(), 性别=self.rng.choice("男女"), 全家户口簿="有",
                   出生日期=str(first + timedelta(days=self.rng.randint(0, last))))
        return row

    def give_guardians(self, row, beijing):
        two = self.rng.random() < 0.75
        for which, relation in (("一", "父亲"), ("二", "母亲")) if two else (("一", self.rng.choice(["父亲", "母亲", "法定监护人"])),):
            row[f"监护人{which}姓名"], row[f"监护人{which}关系"] = self.name(), relation
            row[f"监护人{which}证件号码"] = self.guardian_number(self.rng.random() < (0.95 if beijing else 0.15))
            row[f"监护人{which}电话"] = f"139{self.guardians_made:08}"

    def give_home(self, row):
        office, community, building = self.rng.choice(self.homes)
        if self.rng.random() < 0.03:
            community = "未登记小区"
        unit, room = str(self.rng.randint(1, 3)), f"{self.rng.randint(1, 18)}0{self.rng.randint(1, 4)}"
        self.place(row, office, community, building, unit, room)
        row["居住区县"] = "朝阳区"

    def place(self, row, office, community, building, unit, room):
        """Writes a home into the columns, or into 居住地址, or into both."""
        row["居住街乡"], row["居住地址"] = self.written(office, community, building, unit, room)
        columns = dict(小区=community, 楼号=building, 单元=unit, 房号=room)
        style = self.rng.random()
        if style < 0.12:
            columns = {}
        elif style < 0.2:
            columns = {"小区": community, "楼号": building}
        elif style < 0.26:  # the columns stand before what the text says
            row["居住地址"] = self.address_text(office, community, "2", "9", "909")
        elif style < 0.5:
            row["居住地址"] = ""
        row.update(dict.fromkeys(("小区", "楼号", "单元", "房号"), ""), **columns)
        row["楼号"] = self.building_form(row["楼号"])

    def give_title(self, row):
        kind = self.rng.choice(["房屋所有权证", "不动产权证书"])
        n = self.rng.randint(1, 999999)
        row.update(居住方式="自有房产", 产权证类型=kind, 房屋用途="住宅", 权利人=row["监护人一姓名"], 权利人关系=row["监护人一关系"] or "父亲",
                   产权证号=f"X京房权证朝字第{n:06}号" if kind == "房屋所有权证" else f"京（2016）朝阳区不动产权第{n:07}号",
                   产权登记日期=str(date(2015, 6, 1) + timedelta(days=self.rng.randint(0, 900))))

    def give_lease(self, row):
        row.update(居住方式=self.rng.choice(["租住", "租住", "其他"]), 租赁起=str(self.day(2018, 5, 1) - timedelta(days=self.rng.randint(0, 900))),
                   租赁止=str(self.day(2021, 5, 1) + timedelta(days=self.rng.randint(0, 900))), 单独承租="是", 租赁备案编号=f"BA{self.rng.randint(0, 99999999):08}")

    def give_job(self, row, which, years):
        kind = self.rng.choice(["受雇", "受雇", "受雇", "个体工商户", "法定代表人", "股东合伙人"])
        firm = f"公司{self.rng.randint(1, 999)}"
        row.update({f"就业{which}方式": kind, f"就业{which}区县": "朝阳区", f"就业{which}单位": firm, f"就业{which}社保单位": firm,
                    f"就业{which}社保区县": "朝阳区", f"就业{which}社保月份": years,
                    f"就业{which}合同起": str(self.day(2018, 5, 1) - timedelta(days=self.rng.randint(0, 1500))),
                    f"就业{which}执照编号": "" if kind == "受雇" else f"92110105{self.guardians_made:06}"})

    def give_permit(self, row, which):
        row.update({f"居住证{which}号码": f"JZ{self.rng.randint(0, 99999999):08}", f"居住证{which}区县": "朝阳区",
                    f"居住证{which}有效期至": str(self.day(2021, 6, 1) + timedelta(days=self.rng.randint(0, 700)))})

    def give_dwelling(self, row, owner_share):
        if self.rng.random() < owner_share:
            self.give_title(row)
        else:
            self.give_lease(row)

    def eligible(self, category):
        """A row that meets every condition of the category, but for P9, J9 and some of the renting P4, which are referred."""
        rng = self.rng
        row = self.blank("小学" if category[0] == "P" else "初中")
        abroad = rng.choice(["港澳台", "外国籍"])
        hukou = {"P1": "朝阳区", "P2": "本市外区", "P3": "本市外区", "P9": abroad, "J9": rng.choice([abroad, "外省市"]),
                 "P4": rng.choice(["外省市", abroad]), "J1": rng.choice(["朝阳区", "本市外区", "外省市", abroad])}
        hukou["J2"] = hukou["J1"]
        row["户籍类别"] = hukou.get(category, "外省市")
        beijing = row["户籍类别"] in judge.BEIJING
        self.give_guardians(row, beijing)
        self.give_home(row)
        self.give_dwelling(row, {"P1": 0.85, "P2": 1, "P3": 0, "P4": 0.8}.get(category, 0.5))
        if category == "P4" or (category in ("J1", "J2") and not beijing):
            row.update(按京籍对待=rng.choice(TREATED), 认定文件编号=f"RD{rng.randint(1, 999)}",
                       对待口径="朝阳区户籍" if rng.random() < (0.8 if row["居住方式"] != "自有房产" else 0.4) else "外区户籍")
        if category == "P1" and rng.random() < 0.3:
            row.update(self.hukou_address(row))
        if category in ("P3", "P5", "J3", "J4"):
            years = self.later(THREE_YEARS if category == "P3" else FIVE)
            for which in "一二":
                if row[f"监护人{which}姓名"]:
                    if which == "一" or rng.random() < 0.5:
                        self.give_job(row, which, years)
                    self.give_permit(row, which)
        if category[0] == "J":
            self.give_school(row, category)
        if rng.random() < 0.03:
            row.update(照顾类别=rng.choice(["残疾", "残疾、现役军人子女", "烈士子女、残疾"]), 照顾依据编号="ZG3")
        return row

    def give_school(self, row, category):
        rng = self.rng
        where = {"J1": "朝阳区", "J2": rng.choice(["外区", "外省市"]), "J3": "朝阳区", "J4": "外省市"}
        row["学籍所在地"] = where.get(category) or ("外区" if row["户籍类别"] == "外省市" else rng.choice(["朝阳区", "外区", "外省市"]))
        row["年级"] = "六年级"
        if row["学籍所在地"] == "朝阳区":
            row["毕业小学"] = rng.choice(self.primaries * 4 + self.unzoned + self.nine_year * 3)
        else:
            row["毕业小学"] = rng.choice(["外地某小学", "外地某小学", *self.nine_year[:1]])
            row["回区手续"] = "已办理" if category == "J2" else ""

    def hukou_address(self, row):
        """A 户籍地址 that is the home, another one, or not to be found; with or without its office."""
        office, community, building = self.rng.choice(self.homes)
        same = [h for h in self.homes if h[0] == office and h[1] == row["小区"]]
        if same and self.rng.random() < 0.3:
            office, community, building = self.rng.choice(same)
        if self.rng.random() < 0.15:
            community = "已拆迁院"
        if row["居住地址"] and self.rng.random() < 0.35:
            home_office, text = row["居住街乡"], row["居住地址"]
        else:
            home_office, text = self.written(office, community, building, "1", "101")
        return {"户籍地址": text, "户籍街乡": self.rng.choice([home_office] * 6 + ["", self.office_form(self.rng.choice(self.offices))])}

    # ---- changed facts ----------------------------------------------------------------------

    def month_list(self):
        """Paid months: whole, with gaps, as ranges, as lists, as both, and around the edges."""
        five = ["2020-11", "2020-12", "2021-01", "2021-02", "2021-03"]
        gap = [m for m in five if m != self.rng.choice(five)]
        return self.later(self.rng.choice([
            "", FIVE, ",".join(five), ",".join(gap), "2020-11,2020-12..2021-03", "2020-11..2020-12,2021-02..2021-03", "2021-03,2021-01..2021-02,2020-11..2020-12",
            "2020-12..2021-03", "2020-11..2021-02", "2017-01..2021-05", THREE_YEARS, "2018-06..2021-04", "2018-05..2021-03", "2018-05..2019-12,2020-01..2021-04",
            "2018-05..2019-11,2020-01..2021-04", "2018-05..2020-02,2020-02..2021-04", self.full_width(FIVE).replace("．", ".").replace("－", "-")]))

    def candidates(self, header, row):
        """Values of one column that sit on or beside an edge of the rules."""
        around = lambda y, m, d: [str(self.day(y, m, d) + timedelta(days=n)) for n in (-1, 0, 1)]
        cut = [str(judge.TITLE_CUT + timedelta(days=n)) for n in (-1, 0, 1)]
        bare = header.replace("二", "一") if header[:2] in ("就业", "监护") or header[:3] == "居住证" else header
        table = {
            "出生日期": around(2014, 9, 1) + around(2015, 8, 31) if row["学段"] == "小学" else around(2009, 9, 1),
            "户籍类别": ["朝阳区", "本市外区", "外省市", "港澳台", "外国籍"], "全家户口簿": ["", "无", "有"],
            "按京籍对待": ["", *TREATED], "对待口径": ["", "朝阳区户籍", "外区户籍"], "认定文件编号": ["", "RD1"],
            "照顾类别": ["", "残疾", "残疾、烈士子女", "现役军人子女、残疾", *CARES], "照顾依据编号": ["", "ZG1"],
            "居住方式": ["", "自有房产", "租住", "其他"], "居住区县": ["", "朝阳区", "海淀区", "东城区"],
            "产权证类型": ["", "房屋所有权证", "不动产权证书"], "产权证号": ["", "X京房权证朝字第000001号"],
            "权利人关系": ["", "父亲", "母亲", "法定监护人", "祖父母", "外祖父母", "本人", "其他"], "房屋用途": ["", *USES],
            "产权登记日期": ["", *cut, *cut, "2019-03-04"], "租赁起": ["", *around(2018, 5, 1), "2019-12-01"],
            "租赁止": ["", *around(2021, 5, 1), "2020-06-30"], "单独承租": ["", "是", "否", "否"], "租赁备案编号": ["", "BA1"],
            "就业一方式": ["", "无", "受雇", "个体工商户", "法定代表人", "股东合伙人"], "就业一区县": ["", "朝阳区", "海淀区"], "就业一单位": ["", "公司0"],
            "就业一合同起": ["", *around(2018, 5, 1), "2020-01-02"], "就业一执照编号": ["", "92110105000000"], "就业一社保单位": ["", "另一公司", "公司0"],
            "就业一社保区县": ["", "朝阳区", "东城区"], "就业一社保月份": [self.month_list() for _ in range(4)],
            "居住证一号码": ["", "JZ00000000"], "居住证一区县": ["", "朝阳区", "通州区"], "居住证一有效期至": ["", *around(2021, 6, 1), "2019-01-01"],
            "监护人一证件号码": ["", self.guardian_number(True), self.guardian_number(False)],
            "监护人二姓名": ["", self.name()], "监护人一姓名": [self.name()],
            "学籍所在地": ["朝阳区", "外区", "外省市"], "年级": ["六年级", "五年级", "七年级"], "回区手续": ["", "已办理", "未办理"],
            "毕业小学": ["外地某小学", self.rng.choice(self.primaries), self.rng.choice(self.unzoned), self.rng.choice(self.nine_year)],
            "居住街乡": [""], "小区": [""], "楼号": [""], "单元": [""], "房号": [""], "居住地址": [""],
        }
        return table[header] if header in table else table[bare]

    FACTS = {
        "all": ["照顾类别", "照顾依据编号", "户籍类别", "按京籍对待", "居住方式", "居住区县", "监护人二姓名", "监护人一证件号码", "监护人二证件号码"],
        "小学": ["出生日期", "出生日期", "全家户口簿", "认定文件编号", "对待口径"],
        "初中": ["年级", "学籍所在地", "毕业小学", "回区手续", "回区手续", "认定文件编号"],
        "title": ["产权证类型", "产权证号", "权利人关系", "权利人关系", "房屋用途", "产权登记日期", "产权登记日期"],
        "home": ["楼号", "房号", "小区", "居住地址", "单元", "居住街乡"],
        "lease": ["租赁起", "租赁止", "单独承租", "租赁备案编号", "房屋用途"],
        "work": [f"就业{w}{f}" for w in "一二" for f in ("方式", "区县", "单位", "合同起", "执照编号", "社保单位", "社保区县", "社保月份", "社保月份")],
        "permit": [f"居住证{w}{f}" for w in "一二" for f in ("号码", "区县", "有效期至")],
    }
    # How often a change falls on a group of facts, by the category that looks at it.
    FOCUS = {"P1": {"title": 3, "home": 2}, "P2": {"title": 6}, "P3": {"lease": 6, "work": 4}, "P4": {"title": 3, "小学": 6},
             "P5": {"work": 4, "permit": 3, "lease": 2}, "J1": {"title": 3, "home": 2}, "J2": {"初中": 3, "title": 1},
             "J3": {"work": 3, "permit": 3, "lease": 1, "title": 1}, "J4": {"work": 3, "permit": 3, "lease": 1, "title": 1}}

    def change(self, row, category):
        """Changes one fact; those that the category looks at come first."""
        pools = ["all", row["学段"], *(name for name, times in self.FOCUS.get(category, {}).items() for _ in range(times))]
        self.set_fact(row, self.rng.choice(self.FACTS[self.rng.choice(pools)]))

    def set_fact(self, row, header):
        row[header] = self.rng.choice(self.candidates(header, row))
        if header == "居住方式" and row[header] == "自有房产" and not row["产权证号"] and self.rng.random() < 0.6:
            self.give_title(row)
        if header == "照顾类别" and row[header] and self.rng.random() < 0.7:
            row["照顾依据编号"] = "ZG7"
        if header == "监护人二姓名" and row[header] and not row["监护人二关系"]:
            row["监护人二关系"], row["监护人二证件号码"] = "母亲", self.guardian_number(True)

    def break_all_work(self, row):
        """Gives every guardian a faulty job of one kind or of any, so that the precedence among the faults shows."""
        fault = self.rng.choice(["gap", "payer", "elsewhere", "any", "any"])
        for which in "一二":
            if fault == "gap":
                row.update({f"就业{which}方式": "受雇", f"就业{which}社保月份": self.later("2020-11..2020-12,2021-02..2021-03")})
            elif fault == "payer":
                row[f"就业{which}社保单位"] = "另一公司"
            elif fault == "elsewhere":
                row.update(self.rng.choice([{f"就业{which}方式": "无"}, {f"就业{which}区县": "海淀区"}, {f"就业{which}社保区县": "东城区"}]))
            header = self.rng.choice([f for f in self.FACTS["work"] if which in f])
            if fault == "any" or self.rng.random() < 0.3:
                self.set_fact(row, header)

    def noise(self):
        """A child whose facts have nothing to do with one another."""
        level = self.rng.choice(["小学", "初中"])
        row = self.blank(level)
        self.give_guardians(row, self.rng.random() < 0.5)
        self.give_home(row)
        changed = [h for pool in self.FACTS.values() for h in pool if (h in self.FACTS["初中"]) <= (level == "初中" or h == "认定文件编号")]
        for header in dict.fromkeys(changed):
            if header not in ("监护人二姓名", "小区", "居住地址") or self.rng.random() < 0.2:
                row[header] = self.rng.choice(self.candidates(header, row))
        return row

    # ---- neighbours: contested homes, seat records -------------------------------------------

    def neighbour(self, other):
        """A second child at the home of `other`: a sibling, a stranger, or one of another level."""
        rng = self.rng
        if rng.random() < 0.2:  # an address that is not complete, or that is written in columns alone
            for header in rng.choice([["房号", "居住地址"], ["单元", "居住地址"], ["楼号", "居住地址"], ["小区", "居住地址"], ["居住街乡", "居住地址"]]):
                other[header] = ""
        row = self.eligible(rng.choice(["P1", "P1", "P2", "P4", "P5"] if other["学段"] == "小学" else ["J1", "J2", "J3"]) if rng.random() < 0.85 else "J1")
        for header in ("居住街乡", "居住地址", "小区", "楼号", "单元", "房号", "居住区县"):
            row[header] = other[header]
        if row["居住方式"] != "自有房产":
            self.give_title(row)
        kin = rng.random()
        if kin < 0.25:
            row["监护人一证件号码"] = other["监护人一证件号码"]
        elif kin < 0.4:
            row["监护人一证件号码"] = other["监护人二证件号码"]
        elif kin < 0.5 and not row["监护人二姓名"]:
            row["监护人二证件号码"] = other["监护人一证件号码"]  # of a guardian without a name: does not count
        if rng.random() < 0.3:
            self.set_fact(row, rng.choice(["出生日期", "照顾类别", "产权登记日期", "房屋用途", "房号", "单元", "全家户口簿"]))
        return row

    def seat_record(self, row):
        """A record at the home of a child, in every year, of either level, by kin or by strangers."""
        rng = self.rng
        home = self.home_of(row)
        if rng.random() < 0.1:
            home = home._replace(**{rng.choice(["building", "unit", "room"]): "99"})
        level = row["学段"] if rng.random() < 0.85 else rng.choice(["小学", "初中"])
        numbers = [self.guardian_number(True)]
        if rng.random() < 0.3:
            numbers.append(row[rng.choice(["监护人一证件号码", "监护人二证件号码"])])
        year = rng.choice([2016, 2017, 2018, 2018, 2019, 2019, 2020]) + self.moved
        child = id_number("110105", date(year - (7 if level == "小学" else 13), 3, 5), rng.randint(1, 999))
        self.add("seat-records", year, level, next((n for n, c in OFFICES.items() if c == home.office), self.offices[0]), home.community,
                 self.building_form(home.building), home.unit, home.room, self.name(), child, "、".join(filter(None, numbers)))

    def home_of(self, row):
        if not self.directory:
            pairs = [(OFFICES[o], c) for o, c, _ in self.homes]
            self.directory = judge.Directory(pairs, judge.Clerk(pairs, []))
        return self.directory.home(row["居住街乡"], row["居住地址"], row["小区"], row["楼号"], row["单元"], row["房号"])

    # ---- the whole ---------------------------------------------------------------------------

    CATEGORIES = ["P1"] * 8 + ["P2"] * 4 + ["P3"] * 6 + ["P4"] * 4 + ["P5"] * 6 + ["P9"] + ["J1"] * 5 + ["J2"] * 4 + ["J3"] * 4 + ["J4"] * 3 + ["J9"] * 2

    def child(self):
        rng, made = self.rng, self.rows["applicants"]
        owners = [r for r in made[-40:] if r["产权证号"]]
        kind = rng.random()
        if kind < 0.08:
            return self.noise()
        if kind < 0.16 and owners:
            return self.neighbour(rng.choice(owners))
        category = rng.choice(self.CATEGORIES)
        row = self.eligible(category)
        for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3])):
            self.change(row, category)
        if category in ("P3", "P5", "J3", "J4") and rng.random() < 0.3:
            self.break_all_work(row)
        return row

    def make_children(self, count):
        receipts = set()
        while len(receipts) < count:
            receipts.add(self.rng.choice(["", "D", "2021", "ZX0"]) + str(self.rng.randint(1, 10 ** 9)))
        for receipt in self.rng.sample(sorted(receipts), count):
            row = self.child()
            row["受理编号"] = receipt
            self.set_identity(row)
            self.rows["applicants"].append(row)
            if row["产权证号"] and self.rng.random() < 0.2 and self.home_of(row).community:
                self.seat_record(row)
            self.choose(row)
        for row in self.rows["applicants"]:
            self.dress(row)

    def choose(self, row):
        letter = "A" if row["学段"] == "小学" else "B"
        if self.rng.random() < 0.2:
            kind, school = self.rng.choice([("民办", "PV"), ("公办寄宿", "BD")])
            self.add("choices", row["受理编号"], kind, school + letter, *[""] * 7)

    def write(self, out):
        out.mkdir(parents=True, exist_ok=True)
        for kind, headers in HEADERS.items():
            with open(out / f"{kind}.csv", "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, headers, lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.rows[kind])


def coverage(verdicts):
    """How often each verdict, category, route, code and note occurs."""
    counts = collections.Counter()
    names = {"verdict": ["eligible", "ineligible", "refer", "supplement"], "category": "P1 P2 P3 P4 P5 P9 J1 J2 J3 J4 J9".split(),
             "route": ["SPECIAL", "DIRECT", "SINGLE", "MULTI", "POOL"], "codes": sorted(judge.INELIGIBLE | judge.REFER | judge.SUPPLEMENT),
             "notes": ["HOME_NOT_OWNED", "SEAT_USED", "TITLE_AFTER_630"]}
    for v in verdicts:
        for key in names:
            counts.update((key, x) for x in (v[key] if isinstance(v[key], list) else [v[key]]) if x)
    return [(key, name, counts[key, name]) for key, found in names.items() for name in found]


def make(seed, children, out, forms="plain", policy="chaoyang-2021"):
    """Writes a district and returns the verdicts that judge.py gives."""
    maker = Maker(seed, forms, judge.SEASONS[policy])
    maker.make_children(children)
    maker.write(Path(out))
    return judge.judge_folder(out, policy)[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--children", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--forms", choices=["plain", "wide", "wild"], default="plain")
    parser.add_argument("--policy", choices=sorted(judge.SEASONS), default="chaoyang-2021")
    parser.add_argument("--least", type=int, default=0)
    args = parser.parse_args()
    table = coverage(make(args.seed, args.children, args.out, args.forms, args.policy))
    for key, name, count in table:
        print(f"{key:9} {name:32} {count:6}")
    rare = [name for _, name, count in table if count < args.least]
    if rare:
        print("too rare: " + ", ".join(rare), file=sys.stderr)
    return 1 if rare else 0


if __name__ == "__main__":
    sys.exit(main())
