"""Addresses, catchments and seat records, as `spec/rules.md` and `spec/templates.md` describe them."""

import re
from collections import namedtuple

OFFICES = dict(
    建外="001", 朝外="002", 呼家楼="003", 三里屯="004", 左家庄="005", 香河园="006", 和平街="007", 安贞="008",
    亚运村="009", 小关="010", 酒仙桥="011", 麦子店="012", 团结湖="013", 六里屯="014", 八里庄="015", 双井="016",
    劲松="017", 潘家园="018", 垡头="019", 首都机场="020", 南磨房="021", 高碑店="022", 将台="023", 太阳宫="024",
    大屯="025", 望京="026", 小红门="027", 十八里店="028", 平房="029", 东风="030", 奥运村="031", 来广营="032",
    常营="033", 三间房="034", 管庄="035", 金盏="036", 孙河="037", 崔各庄="038", 东坝="039", 黑庄户="040",
    豆各庄="041", 王四营="042", 东湖="043")
OFFICE_TAIL = "(?:街道办事处|地区办事处|街道|地区|乡)"
HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
HAN_UNITS = {"十": 10, "百": 100}
STEMS = "甲乙丙丁戊己庚辛壬癸"
NUMBER = "[0-9A-Z零〇一二三四五六七八九十百]+"

# One home; an empty part is not known. Equal homes are one canonical address.
Home = namedtuple("Home", "office community building unit room")


def half_width(text):
    """Full-width digits, Latin letters and the signs of an address become ASCII."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text).strip()


def office(text):
    """The three digits of an office, given by name or by code; another text stays as it is."""
    text = half_width(text)
    if re.fullmatch("[0-9]+", text):
        return text[6:9] if text.startswith("110105") and len(text) >= 9 else text
    name = re.sub("^(北京市)?(朝阳区)?", "", text)
    return OFFICES.get(name) or OFFICES.get(re.sub(OFFICE_TAIL + "$", "", name)) or text


def han_number(text):
    """三 → 3, 十二 → 12, 一百零二 → 102; None where the text is no Chinese number."""
    if not text or any(c not in HAN_DIGITS and c not in HAN_UNITS for c in text):
        return None
    if not any(c in HAN_UNITS for c in text):
        return int("".join(str(HAN_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in HAN_DIGITS:
            digit = HAN_DIGITS[c]
        else:
            total += (1 if digit is None else digit) * HAN_UNITS[c]
            digit = 0
    return total + (digit or 0)


def numbered(text, tails):
    """A building, unit or room number without its tail words: 3号楼, 3#, 三号楼 → 3; 甲3 stays 甲3."""
    text = re.sub(r"\s", "", half_width(text)).upper()
    text = re.sub(f"({tails})$", "", text)
    stem, rest = (text[0], text[1:]) if text[:1] and text[0] in STEMS else ("", text)
    value = han_number(rest)
    if value is not None:
        rest = str(value)
    return stem + (str(int(rest)) if re.fullmatch("[0-9]+", rest) else rest)


def building(text):
    return numbered(text, "号楼|楼|#|幢|栋|号")


def unit(text):
    return numbered(text, "单元|门")


def room(text):
    return numbered(text, "室|号|户")


def community(text):
    return re.sub(r"\s", "", half_width(text))


class Directory:
    """Which communities are known, so that an address in one text can be cut at the right place."""

    def __init__(self, pairs, clerk=None):
        self.clerk = clerk       # reads whole addresses however they are written, or None
        self.known = set(pairs)  # of (office, community)
        self.read = {}           # homes that were read before

    def cut(self, text, given_office):
        """Reads an address text; parts that it does not name are empty."""
        text = re.sub(r"\s", "", half_width(text))
        text = re.sub("^(北京市|北京)?(朝阳区)?", "", text)
        cuts = [(given_office, text)]
        for name, code in OFFICES.items():
            if text.startswith(name) and given_office in ("", code):
                cuts += [(code, rest) for rest in (text[len(name):], re.sub(f"^{name}{OFFICE_TAIL}", "", text))]
        # A cut at a known community wins; otherwise the one that leaves the least text.
        known = [(o, c, rest[len(c):]) for o, rest in cuts for (ko, c) in self.known if ko == o and rest.startswith(c)]
        if known:
            at_office, name, rest = max(known, key=lambda k: len(k[1]))
        else:
            at_office, whole = min(cuts, key=lambda c: len(c[1]))
            numbers = re.search(f"([{STEMS}]?[0-9]+)(号楼|楼|#|幢|栋|-)", whole)
            name, rest = (whole[:numbers.start()], whole[numbers.start():]) if numbers else (whole, "")
        return Home(at_office, name, *self.numbers(rest))

    @staticmethod
    def numbers(rest):
        """Building, unit and room of what follows the community."""
        dashed = re.fullmatch(f"([{STEMS}]?{NUMBER})-({NUMBER})-({NUMBER})", rest)
        worded = re.fullmatch(f"(?:([{STEMS}]?{NUMBER})(?:号楼|楼|#|幢|栋))?(?:({NUMBER})(?:单元|门))?(?:({NUMBER})(?:室|号|户)?)?", rest)
        found = dashed or worded
        if not found:
            return "", "", ""
        b, u, r = (part or "" for part in found.groups())
        return building(b), unit(u), room(r)

    def home(self, *columns):
        """The home of 居住街乡, 居住地址, 小区, 楼号, 单元, 房号."""
        if columns not in self.read:
            self.read[columns] = self.read_home(*columns)
        return self.read[columns]

    def read_home(self, office_text, address="", community_text="", building_text="", unit_text="", room_text=""):
        """小区 to 房号, where given, stand before what the text says."""
        code = office(office_text)
        said = (self.clerk.read(office_text, address) if self.clerk and address else None) or (
            self.cut(address, code) if address else Home(code, "", "", "", ""))
        return Home(code or said.office, community(community_text) or said.community,
                    building(building_text) or said.building, unit(unit_text) or said.unit, room(room_text) or said.room)


def names_building(rule, number):
    """Whether the column 楼号 of a catchment row names this building."""
    plain = int(number) if re.fullmatch("[0-9]+", number) else None
    for part in re.split("[,、，]", half_width(rule)):
        part = part.strip()
        between = re.fullmatch(r"([0-9]+)\s*(?:号楼|楼|#|号)?\s*-\s*([0-9]+)\s*(?:号楼|楼|#|号)?", part)
        if part in ("单", "双", "单号", "双号"):
            if plain is not None and plain % 2 == (1 if part[0] == "单" else 0):
                return True
        elif between:
            if plain is not None and int(between[1]) <= plain <= int(between[2]):
                return True
        elif number and building(part) == number:
            return True
    return False


class Catchments:
    """Which schools serve a home, by level (学段)."""

    def __init__(self, rows):
        self.rows = {}  # (level, office, community): [(date, building rule, schools)]
        for level, office_code, name, rule, schools, day in rows:
            self.rows.setdefault((level, office_code, name), []).append((day, rule, schools))

    def schools(self, level, home):
        """The set of school codes; empty where the catchments do not know the home."""
        rows = self.rows.get((level, home.office, home.community), []) if home.office and home.community else []
        newest = max((day for day, _, _ in rows), default=None)
        rows = [row for row in rows if row[0] == newest]
        named = [schools for _, rule, schools in rows if rule and names_building(rule, home.building)]
        whole = [schools for _, rule, schools in rows if not rule]
        return frozenset().union(*(named or whole))
