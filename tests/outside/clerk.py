"""A careful clerk reads an address: the one home that a text names, or none.

    Clerk(catchments, aliases).read(居住街乡, 居住地址) → homes.Home or None

An outside reading of "one canonical key from the many ways people write one home": the estates of
the office are tried at the head of the text in every spelling, what follows must be numbers to the
last character, and two different readings are no reading.
"""

import re
from itertools import product

from homes import Home, OFFICE_TAIL, OFFICES, STEMS, half_width, han_number, office

HAN = "零〇一二三四五六七八九十百"
N = f"(?:[0-9]+|[{HAN}]+)"
BUILDING = f"第?((?:[{STEMS}]?{N})|[A-Z])"
WORD = "(?:号楼|#楼|楼|幢|栋|座|#)"
UNIT = f"第?({N})(?:单元|门)"
ROOM = f"({N})(?:室|号|户|房)?"
FORMS = [re.compile(form) for form in (
    f"{BUILDING}{WORD}(?:(?P<f1>{N})层)?(?:{UNIT})?(?:(?P<f2>{N})层)?{ROOM}",
    f"{BUILDING}号(?:(?P<f1>{N})层)?{UNIT}(?:(?P<f2>{N})层)?{ROOM}",
    f"{BUILDING}{WORD}?-({N})(?:单元)?-{ROOM}",
    f"{BUILDING}{WORD}({N})-{ROOM}",
    f"{BUILDING}{WORD}?-(){ROOM}")]
# Remarks after the end that say that the place is another one.
ELSEWHERE = re.compile("旧|原|隔壁|对面|旁|附近|楼上|楼下|后面|前面|拆")


def number(text):
    """The number as digits, with 甲 and the like kept; None where it can be read in two ways."""
    stem, rest = (text[0], text[1:]) if text[:1] and text[0] in STEMS else ("", text)
    if re.fullmatch("[A-Z]", rest):
        return text
    if re.search("百[一二三四五六七八九]$", rest):  # 一百二: 120 as people speak, 102 as some write
        return None
    value = int(rest) if rest.isdigit() else han_number(rest)
    return None if value is None else stem + str(value)


def han_words(figure):
    """Both spellings of a number in the name of an estate."""
    value = int(figure)
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    return {figure, ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones or not tens else "")}


def spellings(name):
    """The ways in which an estate's name is written."""
    forms = {name}
    yard = re.fullmatch(f"(.*?)([{STEMS}]?)([0-9]+)号院", name)
    if yard:
        road, stem, figure = yard.groups()
        tails = ["号院", "院"] + (["号"] if road[-1] in "路街巷" else [])
        forms |= {f"{road}{stem}{word}{tail}" for word, tail in product(han_words(figure), tails)}
    part = re.fullmatch("(.*?)([一二三四五六七八九十]+)(区|村|街坊|期)", name)
    if part:
        forms.add(f"{part[1]}{han_number(part[2])}{part[3]}")
    if name[-1] in "园里":
        forms.add(name + "小区")
    return forms


class Clerk:
    def __init__(self, pairs, aliases):
        """`pairs` of (office code, estate); `aliases` of (office code, other name, estate)."""
        self.names = {}     # office code: {spelling: estate}
        self.other = {}     # (office code, estate): its other names
        for code, name in pairs:
            self.names.setdefault(code, {}).update(dict.fromkeys(spellings(name), name))
        for code, alias, name in aliases:
            self.other.setdefault((code, name), set()).add(alias)
            for spelling in spellings(alias):
                self.names.setdefault(code, {}).setdefault(spelling, name)

    @staticmethod
    def plain(text):
        """Half-width capitals, one kind of dash, no gaps; None where a remark puts the home elsewhere."""
        text = half_width(text).upper().rstrip("。.")
        text = re.sub("[–—―]", "-", text)
        remark = re.search(r"[(（【\[][^()（）【】\[\]]*[)）】\]]$", text)
        if remark:
            if ELSEWHERE.search(remark[0]):
                return None
            text = text[:remark.start()]
        return re.sub(r"[\s,，]", "", re.sub(r"(?<=[0-9])[\s,，]+(?=[0-9])", "-", text))

    def heads(self, column, text):
        """(office code, what stands after region and office) in every way that fits the column."""
        code = office(column) if column.strip() else ""
        rest = re.sub("^(北京市|北京)?(朝阳区)?", "", text)
        yield from [(code, rest)] if code else []
        for name, its in OFFICES.items():
            if rest.startswith(name) and code in ("", its):
                yield its, rest[len(name):]
                yield its, re.sub(f"^{name}{OFFICE_TAIL}", "", rest)

    def numbers(self, rest):
        """Every (building, unit, room) that the rest of a text can mean."""
        for form in FORMS:
            found = form.fullmatch(rest)
            if not found:
                continue
            parts = [found[1], *[found[i] for i in range(2, form.groups + 1) if i not in form.groupindex.values()]]
            values = [number(part) if part else "" for part in parts]
            if None in values:
                continue
            floors = [number(found[f]) for f in form.groupindex if found[f]]
            if all(values[2] and floor == str(int(values[2]) // 100) for floor in floors):
                yield tuple(values)

    def read(self, column, text):
        text, readings = self.plain(text), set()
        for code, rest in self.heads(column, text) if text else ():
            for spelling, name in self.names.get(code, {}).items():
                if not rest.startswith(spelling):
                    continue
                after = rest[len(spelling):]
                bracket = re.match(r"\(([^()]*)\)", after)
                if bracket and bracket[1] in self.other.get((code, name), ()):
                    after = after[bracket.end():]
                readings |= {Home(code, name, *values) for values in self.numbers(after.removeprefix("-"))}
        return readings.pop() if len(readings) == 1 else None
