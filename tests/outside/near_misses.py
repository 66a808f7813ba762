"""Texts that look like a known home and are not it, or leave open whether they are.

A careful clerk says of each "that is another home" or "that cannot be told".
"""

import re
from collections import Counter

from homes import OFFICES, STEMS
from estates import ESTATES
from writings import HAN, han, office_tails


def other_digit(rng, number):
    """The number with one digit changed, or two digits swapped."""
    while True:
        digits = list(number)
        if len(digits) > 1 and rng.random() < 0.3:
            at = rng.randrange(len(digits) - 1)
            digits[at], digits[at + 1] = digits[at + 1], digits[at]
        else:
            digits[rng.randrange(len(digits))] = str(rng.randint(0, 9))
        changed = "".join(digits)
        if changed != number and changed[0] != "0":
            return changed


class NearMisses:
    """Makes them kind by kind; all choices come from `rng`."""

    def __init__(self, rng):
        self.rng, self.made = rng, Counter()
        self.same_names = {}  # a name or an alias → the offices that have it
        for estate in ESTATES:
            for name in (estate.name, *estate.aliases):
                self.same_names.setdefault(name, []).append(estate.office)
        self.kinds = [getattr(self, name) for name in dir(self) if name.startswith("kind_")]

    def write(self, home):
        """(居住街乡, 居住地址, why it is not the home), of the kind least made so far that the home allows."""
        for kind in sorted(self.kinds, key=lambda kind: (self.made[kind], self.rng.random())):
            made = kind(home)
            if made:
                self.made[kind] += 1
                return made if len(made) == 3 else (home.estate.office, *made)

    # ---- plain writing ----------------------------------------------------------------------

    def building(self, number):
        return number + ("座" if number.isalpha() else self.rng.choice(["号楼", "号楼", "号楼", "楼", "栋", "#"]))

    def text(self, home, name=None, building=None, unit=None, room=None, after=""):
        """The home plainly written, with other parts where they are given ("" leaves one out)."""
        rng = self.rng
        name = home.estate.name if name is None else name
        b, u, r = (new if new is not None else old for new, old in ((building, home.building), (unit, home.unit), (room, home.room)))
        before = rng.choice(["", "", "北京市朝阳区", "朝阳区", home.estate.office + office_tails(home.estate.office)[0]])
        if b and r and (u or not home.unit) and not after and rng.random() < 0.25:
            return before + name + "-".join(filter(None, (b, u, r)))
        gap = rng.choice(["", "", "", " "])
        parts = [before + name, self.building(b) if b else "", u + rng.choice(["单元", "单元", "门"]) if u else "", r + rng.choice(["室", "号", ""]) if r else ""]
        return gap.join(filter(None, parts)) + after

    # ---- numbers ----------------------------------------------------------------------------

    def kind_room_digit(self, home):
        return self.text(home, room=other_digit(self.rng, home.room)), "房号差一位"

    def kind_unit_digit(self, home):
        if home.unit:
            other = self.rng.choice([u for u in "123456" if u != home.unit])
            return self.text(home, unit=other), "单元不同"

    def kind_unit_where_none_is(self, home):
        if not home.unit:
            return self.text(home, unit=self.rng.choice("123")), "此楼不分单元，写了单元"

    def kind_building_digit(self, home):
        if home.building.isdigit():
            return self.text(home, building=other_digit(self.rng, home.building)), "楼号差一位"
        letters = [b for b in "ABCDEF" if b != home.building]
        return self.text(home, building=self.rng.choice(letters if home.building.isalpha() else [home.building + "1"])), "楼号不同"

    def kind_stem(self, home):
        if home.building.isdigit():
            return self.text(home, building=self.rng.choice("甲乙") + home.building), "多了甲、乙，是另一座楼"
        if home.building.isalpha():
            return self.text(home, building=str("ABCD".index(home.building) + 1)), "字母楼写成数字楼"

    def kind_no_stem(self, home):
        if home.building[0] in STEMS:
            return self.text(home, building=home.building[1:]), "少了甲、乙，是另一座楼"

    def kind_other_stem(self, home):
        if home.building[0] in STEMS:
            return self.text(home, building=("乙" if home.building[0] == "甲" else "甲") + home.building[1:]), "甲、乙不同"

    def kind_regrouped(self, home):
        """3-2-501 → 32-501."""
        if home.unit and home.building.isdigit():
            return self.rng.choice([
                (f"{home.estate.name}{home.building}{home.unit}-{home.room}", "数字并在一起：楼号和单元"),
                (f"{home.estate.name}{home.building}-{home.unit}{home.room}", "数字并在一起：单元和房号"),
                (f"{home.estate.name}{home.building}{home.unit}{home.room}", "数字全并在一起")])

    def kind_moved(self, home):
        """5-1-1301 → 51-…, 5-11-301."""
        if not (home.unit and home.building.isdigit()):
            return None
        moves = []
        if len(home.room) == 4:
            moves.append(self.text(home, unit=home.unit + home.room[0], room=home.room[1:] if home.room[1] != "0" else "1" + home.room[2:]))
        if len(home.building) > 1 and home.building[-1] != "0":
            moves.append(self.text(home, building=home.building[:-1], unit=home.building[-1] + home.unit))
        moves.append(self.text(home, building=home.building + home.unit, unit=home.room[0], room=home.room[1:] if home.room[1] != "0" else home.room))
        return self.rng.choice(moves), "数字移到了另一部分"

    def kind_exchanged(self, home):
        if home.unit and home.building.isdigit() and home.building != home.unit:
            return self.text(home, building=home.unit, unit=home.building), "楼号与单元对调"

    def kind_han(self, home):
        """十一 for 一 and one, 五十 for 十五, 一百五 for 一百零五, 二十 for 二."""
        if not home.building.isdigit():
            return None
        n, unit = int(home.building), f"{home.unit}单元" if home.unit else ""
        wrong = {HAN[n] + "十" if 1 < n < 10 else "十" + HAN[n] if n == 1 else ""}
        if 10 < n < 20:
            wrong |= {HAN[n - 10] + "十", HAN[n - 10]}
        if 20 < n < 100:
            wrong |= {HAN[n // 10] + "十", "十" + HAN[n % 10] if n % 10 else "十"}
        if n > 100:
            wrong |= {f"一百{HAN[n % 10]}" if n % 10 and n < 110 else "", han(n % 100) if n % 100 else "", han(n + 10)}
        if n in (10, 20):
            wrong |= {HAN[n // 10], han(n + 1), HAN[3 - n // 10] + "十"}
        wrong = sorted(w for w in wrong if w and w != han(n))
        return f"{home.estate.name}{self.rng.choice(wrong)}号楼{unit}{home.room}室", "中文数字是另一个数"

    def kind_one_unit_read_into_building(self, home):
        """Building 1 unit 1 against 十一号楼, and the other way round."""
        if home.unit and home.building in ("1", "2"):
            n = int(home.building) * 10 + int(home.unit)
            return f"{home.estate.name}{han(n)}号楼{home.room}室", "楼号与单元读成一个数"
        if home.building.isdigit() and len(home.building) == 2 and home.building[1] not in "0":
            return f"{home.estate.name}{HAN[int(home.building[0])]}号楼{HAN[int(home.building[1])]}单元{home.room}室", "一个楼号读成楼和单元"

    def kind_wrong_floor(self, home):
        floor = self.rng.choice([n for n in (home.floor - 1, home.floor + 1, home.floor + 2) if n > 0])
        return self.text(home, room="") + f"{floor}层{home.room}室", "楼层与房号对不上"

    def kind_split_flat(self, home):
        tail = self.rng.choice(["A", "B", "-1", "-2", "甲", "乙"])
        return self.text(home, room="") + f"{home.room}{tail}室", "房号后还有字，是隔开的另一套"

    def kind_two_rooms(self, home):
        other = str(int(home.room) + 1)
        form = self.rng.choice(["{a}、{b}室", "{a}或{b}室", "{a}/{b}", "{a}室、{b}室", "{a}至{b}室"])
        return self.text(home, room="") + form.format(a=home.room, b=other), "写了两套房"

    # ---- what is missing --------------------------------------------------------------------

    def kind_no_room(self, home):
        return self.text(home, room=""), "没有房号"

    def kind_no_unit(self, home):
        if home.unit:
            return self.text(home, unit=""), "没有单元"

    def kind_no_building(self, home):
        if not re.search("[0-9]号院$", home.estate.name):
            return self.text(home, building=""), "没有楼号"

    def kind_only_estate(self, home):
        return self.text(home, building="", unit="", room="") + self.rng.choice(["", f"{home.room}室"]), "只有小区，或小区和房号"

    # ---- what is beside the home ------------------------------------------------------------

    def kind_other_use(self, home):
        unit = f"{home.unit}单元" if home.unit else ""
        head = home.estate.name + self.building(home.building)
        place = self.rng.choice(["底商{r}", "地下室{r}", "地下{r}室", "地下车库{r}号车位", "{u}{r}室地下室", "{u}{r}室车库", "{u}{r}室储藏间", "底商{r}室",
                                 "{u}{r}号车位", "B1层{r}", "{u}{r}室配套自行车棚", "人防工程{r}室"])
        return head + place.format(u=unit, r=home.room), "底商、车库、地下室等，不是这套住房"

    def kind_beside(self, home):
        word = self.rng.choice(["对面", "隔壁", "旁边", "楼下", "楼上", "（旧楼号）", "（隔壁）", "附近", "后面平房"])
        return self.text(home, after=word), "不是这套，在它旁边，或说的是旧楼号"

    # ---- the estate -------------------------------------------------------------------------

    def kind_lookalike(self, home):
        return self.text(home, name=self.rng.choice(home.estate.lookalikes)), "小区名相近"

    def kind_lookalike_again(self, home):
        return self.kind_lookalike(home)

    def kind_direction(self, home):
        name = home.estate.name
        found = re.search("[南北东西中](?=里|区$|里[一二三四]区$)", name)
        if found:
            other = self.rng.choice([d for d in "南北东西中" if d != found[0]])
            return self.text(home, name=name[:found.start()] + other + name[found.end():]), "方位不同"
        return self.text(home, name=name + self.rng.choice(["东区", "西区", "南区", "北区"]) if not name.endswith("号院") else name.replace("号院", "号北院")), "多了方位"

    def kind_part_number(self, home):
        found = re.fullmatch("(.*?)([一二三四五六七八九十]+)(区|村|街坊|期)", home.estate.name)
        if found:
            now = [han(n) for n in range(40)].index(found[2])
            other = self.rng.choice([n for n in (now - 1, now + 1, now + 10, now + 20) if n > 0])
            return self.text(home, name=found[1] + self.rng.choice([han(other), str(other)]) + found[3]), "区、村、期的数字不同"
        return self.text(home, name=home.estate.name + self.rng.choice(["一区", "二区", "二期"])), "多了分区"

    def kind_yard_number(self, home):
        found = re.fullmatch(f"(.*?)([{STEMS}]?)([0-9]+)号院", home.estate.name)
        if found:
            road, stem, number = found.groups()
            return self.rng.choice([
                (self.text(home, name=f"{road}{stem}{other_digit(self.rng, number)}号院"), "院号差一位"),
                (self.text(home, name=f"{road}{'' if stem else '甲'}{number}号院"), "院号多了或少了甲"),
                (self.text(home, name=f"{road}{stem}{int(number) + 1}号院"), "院号差一"),
                (self.text(home, name=road), "没有院号"),
                (self.text(home, name=f"{road}{stem}{number}号楼", building=""), "院写成楼，没有楼号")])

    def kind_no_estate(self, home):
        head = self.rng.choice(["北京市朝阳区", "朝阳区", ""]) + home.estate.office + office_tails(home.estate.office)[0]
        return head + self.building(home.building) + (f"{home.unit}单元" if home.unit else "") + home.room + "室", "没有小区"

    # ---- the office and beyond --------------------------------------------------------------

    def other_office(self, home):
        return self.rng.choice([o for o in sorted(OFFICES) if o != home.estate.office])

    def kind_other_office(self, home):
        """The text names another office than the column, or only another one."""
        other, tail = self.other_office(home), ""
        tail = self.rng.choice(office_tails(other))
        plain = f"{home.estate.name}{self.building(home.building)}{home.unit + '单元' if home.unit else ''}{home.room}室"
        return self.rng.choice([(home.estate.office, f"北京市朝阳区{other}{tail}{plain}", "街乡栏与地址里的街乡不一"),
                                (other, f"{home.estate.office}{office_tails(home.estate.office)[0]}{plain}", "街乡栏与地址里的街乡不一"),
                                ("", f"北京市朝阳区{other}{tail}{plain}", "另一街乡"), (other, plain, "另一街乡")])

    def kind_same_name(self, home):
        """A name that another office has too, with that office."""
        for name in (home.estate.name, *home.estate.aliases):
            others = [o for o in self.same_names[name] if o != home.estate.office]
            if others:
                return others[0], f"{name}{self.building(home.building)}{home.unit}单元{home.room}室", "别的街乡也有这个名字，街乡栏是那里"

    def kind_other_region(self, home):
        region = self.rng.choice(["北京市海淀区", "北京市通州区", "海淀区", "长春市朝阳区", "吉林省长春市朝阳区", "辽宁省朝阳市", "河北省三河市", "丰台区"])
        return region + f"{home.estate.name}{self.building(home.building)}{home.unit + '单元' if home.unit else ''}{home.room}室", "外区、外地"
