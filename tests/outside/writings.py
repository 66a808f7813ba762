"""The ways in which people write one home, each of which a careful clerk takes for that home."""

import re

from homes import OFFICES, STEMS

HAN = "零一二三四五六七八九"
# Offices that are 地区 (乡); the other ones are 街道.
RURAL = {"021", "022", "023", "024", "027", "028", "029", "030", "032", "033", "034", "035", "036", "037", "038", "039", "040", "041", "042"}
REMARKS = ["（自有住房）", "(自住)", "（二手房）", "（三居室）", "（父亲名下）", "(电梯房)", "（东门进）", "【已装修】", "（临街）", "（两居）", "(近地铁)", "（2015年购）"]
DASHES = "-－–—"


def han(number):
    """12 → 十二, 21 → 二十一, 105 → 一百零五, 110 → 一百一十."""
    number = int(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = HAN[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else HAN[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (HAN[ones] if ones or not number else "")


def read_out(number, zero="〇"):
    """301 → 三〇一."""
    return "".join(zero if d == "0" else HAN[int(d)] for d in str(number))


def full_width(text):
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def office_tails(office):
    return ["地区", "乡", "地区办事处"] if OFFICES[office] in RURAL else ["街道", "街道办事处"]


class Writer:
    """Writes homes; all choices come from `rng`."""

    def __init__(self, rng):
        self.rng, self.turn = rng, 0

    def street(self, office):
        """The column 居住街乡: the office's name or, now and then, its code."""
        return office if self.rng.random() < 0.85 else "110105" + OFFICES[office]

    # ---- parts: each returns the text and what is unusual about it --------------------------

    def prefix(self, office):
        """(column, [what stands before the estate], remark)."""
        rng = self.rng
        style = rng.random()
        if style < 0.35:
            return self.street(office), [], ""
        if style < 0.6:
            region = rng.choice(["北京市朝阳区", "北京市朝阳区", "朝阳区", "北京朝阳区", "北京市"])
            return self.street(office), [region], "前加" + region
        region = rng.choice(["北京市朝阳区", "北京市朝阳区", "朝阳区", "北京朝阳区", "北京市", ""])
        named = office + (rng.choice(office_tails(office)) if not region or rng.random() < 0.75 else "")
        column = "" if rng.random() < 0.55 else self.street(office)
        cut = region[:-3] + " " + region[-3:] if region.endswith("市朝阳区") and rng.random() < 0.2 else region
        return column, [*cut.split(), named], "街乡写在地址里" + ("，街乡栏空" if not column else "")

    def estate(self, estate):
        rng, name = self.rng, estate.name
        options = [(name, "")] * 4 + [(alias, "别名") for alias in estate.aliases for _ in range(2)]
        yard = re.fullmatch(f"(.*?)([{STEMS}]?)([0-9]+)号院", name)
        if yard:
            road, stem, number = yard.groups()
            options += [(f"{road}{stem}{number}院", "院"), (f"{road}{stem}{han(number)}号院", "院号用中文数字"), (full_width(name), "院号全角")]
            if road[-1] in "路街巷":
                options.append((f"{road}{stem}{number}号", "不写院"))
        part = re.fullmatch("(.*?)([一二三四五六七八九十]+)(区|村|街坊|期)", name)
        if part:
            figure = str([han(n) for n in range(40)].index(part[2]))
            options += [(part[1] + figure + part[3], "小区数字用阿拉伯数字"), (part[1] + full_width(figure) + part[3], "小区数字全角")]
        if name[-1] in "园里" and name + "小区" not in estate.aliases:
            options.append((name + "小区", "加“小区”二字"))
        if yard and estate.aliases:
            options.append((f"{name}（{estate.aliases[0]}）", "括号里写别名"))
        return rng.choice(options)

    def building(self, home):
        rng, number = self.rng, home.building
        if not number.isdigit():
            stem, rest = (number[0], number[1:]) if number[0] in STEMS else ("", number)
            words = rng.choice(["号楼", "号楼", "楼", "栋", "#"] if rest.isdigit() else ["座", "座", "栋", "号楼", "楼"])
            options = [(number + words, words)]
            if stem:
                options += [(f"{stem}{han(rest)}号楼", "楼号用中文数字"), (f"{stem}{full_width(rest)}号楼", "楼号全角")]
            else:
                options += [(number.lower() + words, "小写字母"), (full_width(number) + words, "楼号全角")]
            return rng.choice(options)
        words = rng.choice(["号楼", "号楼", "楼", "幢", "栋", "座", "#", "#楼"])
        if words == "楼" and int(number) == home.floor:  # could be read as the floor
            words = "号楼"
        options = [(number + words, words)] * 3
        options += [(han(number) + rng.choice(["号楼", "号楼", "栋", "幢"]), "楼号用中文数字"), (full_width(number) + words, "楼号全角")]
        if len(number) == 3:
            options += [(read_out(number, rng.choice("〇零")) + "号楼", "楼号逐位读")]
        if home.unit and not home.estate.name[-2:] == "号院":
            options.append((number + "号", "楼只写号"))
        if len(number) == 1 and rng.random() < 0.3:
            options.append((f"第{number}栋", "第几栋"))
        return rng.choice(options)

    def unit(self, number):
        options = [(number + "单元", "")] * 4 + [(number + "门", "门")] * 2
        options += [(han(number) + "单元", "单元用中文数字"), (han(number) + "门", "门，中文数字"), (full_width(number) + "单元", "单元全角")]
        return self.rng.choice(options)

    def room(self, number):
        options = [(number + "室", "")] * 3 + [(number + word, "房号后" + (word or "无字")) for word in ("号", "", "房", "户", "")]
        options += [(read_out(number, self.rng.choice("〇零")) + "室", "房号逐位读"), (full_width(number) + "室", "房号全角")]
        if len(number) == 3 and self.rng.random() < 0.25:
            options.append((han(number) + "室", "房号用中文数字"))
        return self.rng.choice(options)

    def dashed(self, home):
        """The numbers joined by dashes."""
        rng, (b, u, r) = self.rng, (home.building, home.unit, home.room)
        word = "#" if rng.random() < 0.4 else "号楼"
        word = word if b[-1].isdigit() else "座"
        dash = rng.choice("-----" + DASHES)
        if u:
            form = rng.choice(["{b}-{u}-{r}"] * 4 + ["{b}{w}-{u}-{r}", "{b}{w}{u}-{r}", "{b}-{u}-{r}室", "{b}{w}-{u}单元-{r}", "{b}{w}-{u}-{r}号"])
        else:
            form = rng.choice(["{b}-{r}"] * 2 + ["{b}{w}-{r}", "{b}-{r}室"])
        text = form.format(b=b, u=u, r=r, w=word).replace("-", dash)
        if b.isalpha() and rng.random() < 0.4:
            return text.lower(), "连字符，小写字母"
        return text, "连字符" + ("" if dash == "-" else dash)

    def numbers(self, home):
        """([parts], [remarks]) of what follows the estate."""
        rng = self.rng
        if rng.random() < 0.28:
            text, remark = self.dashed(home)
            return [text], [remark]
        parts = [self.building(home), *([self.unit(home.unit)] if home.unit else []), self.room(home.room)]
        if rng.random() < 0.06:
            floor = (f"{home.floor}层", "写了楼层")
            parts.insert(rng.choice([1, len(parts) - 1]), floor)
        if parts[0][1] == "楼只写号" and not parts[1][0].endswith(("单元", "门")):
            parts[0] = (home.building + "号楼", "")
        return [text for text, _ in parts], [remark for _, remark in parts]

    # ---- the line ---------------------------------------------------------------------------

    def join(self, parts):
        """Joins the parts with nothing, blanks or commas."""
        rng = self.rng
        gap = rng.choice([""] * 7 + [" ", " ", "　", "，", ",", ", "])
        remark = {"": "", " ": "空格", "　": "全角空格"}.get(gap, "逗号")
        text = gap.join(filter(None, parts))
        if not gap and rng.random() < 0.08:
            text, remark = re.sub("([0-9]+)", r" \1 ", text).replace(" - ", "-").strip(), "数字两边空格"
        return text, remark

    def write(self, home):
        """(居住街乡, 居住地址, how it was varied) of one writing of a home."""
        rng = self.rng
        column, before, remark = self.prefix(home.estate.office)
        name, of_name = self.estate(home.estate)
        parts, of_parts = self.numbers(home)
        text, of_gaps = self.join([*before, name, *parts])
        remarks = [remark, of_name, *of_parts, of_gaps]
        if rng.random() < 0.08:
            text, remarks = text + rng.choice(REMARKS), [*remarks, "末尾括号备注"]
        elif rng.random() < 0.03:
            text, remarks = text + "。", [*remarks, "末尾句号"]
        if rng.random() < 0.05:
            text, remarks = full_width(text), [*remarks, "全部全角"]
        return column, text, "、".join(filter(None, dict.fromkeys(remarks))) or "照常"
