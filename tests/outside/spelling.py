"""The columns of the templates, and the ways in which they let an office write a value."""

from types import SimpleNamespace

from homes import OFFICES

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
HAN = "零一二三四五六七八九"

HEADERS = {
    "schools": "学校代码 学校名称 学段 办学性质 类型 街乡 地址 服务片 招生计划 经费来源 办学规模 收费标准 简章备案号 报到时间 报到地点 联系电话 一般公办 志愿计划",
    "catchments": "学段 街乡 小区 楼号 学校代码 版本日期",
    "primary-zones": "毕业小学 服务片 学校代码",
    "seat-records": "年份 学段 街乡 小区 楼号 单元 房号 儿童姓名 儿童证件号码 监护人证件号码",
    "choices": "受理编号 类别 志愿1 志愿2 志愿3 志愿4 志愿5 志愿6 志愿7 志愿8",
    "applicants": "受理编号 学段 姓名 性别 证件类型 证件号码 出生日期 户籍类别 户籍地址 户籍街乡 全家户口簿 按京籍对待 对待口径 认定文件编号 照顾类别 "
    "照顾依据编号 多胞胎组 监护人一姓名 监护人一关系 监护人一证件号码 监护人一电话 监护人二姓名 监护人二关系 监护人二证件号码 监护人二电话 居住方式 居住区县 居住街乡 "
    "居住地址 小区 楼号 单元 房号 产权证类型 产权证号 权利人 权利人关系 产权登记日期 房屋用途 租赁起 租赁止 单独承租 租赁备案编号 就业一方式 就业一区县 就业一单位 "
    "就业一合同起 就业一执照编号 就业一社保单位 就业一社保区县 就业一社保月份 就业二方式 就业二区县 就业二单位 就业二合同起 就业二执照编号 就业二社保单位 就业二社保区县 "
    "就业二社保月份 居住证一号码 居住证一区县 居住证一有效期至 居住证二号码 居住证二区县 居住证二有效期至 毕业小学 学籍号 学籍所在地 年级 回区手续",
}
HEADERS = {kind: names.split() for kind, names in HEADERS.items()}
DATES = ["出生日期", "产权登记日期", "租赁起", "租赁止", "就业一合同起", "就业二合同起", "居住证一有效期至", "居住证二有效期至"]
YES_NO = {"全家户口簿": {"有": "是", "无": "否"}, "单独承租": {"是": "有", "否": "无"}}


def id_number(region, birth, serial):
    """A citizen's number with its GB 11643 check digit."""
    if serial > 999:
        raise ValueError("too many children for one birthday: make several districts instead")
    body = f"{region}{birth:%Y%m%d}{serial:03}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS)) % 11]


class Spelling:
    """Writes a value in one of its forms; `rng`, `wide` and `writer` come from the maker of the district."""

    rng, wide, writer = None, False, None

    def full_width(self, text):
        return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)

    def date_form(self, text):
        """An ISO date in one of the four written forms."""
        if not text or self.rng.random() < 0.8:
            return text
        y, m, d = text.split("-")
        return self.rng.choice([f"{y}/{int(m)}/{int(d)}", f"{y}{m}{d}", f"{y}年{int(m)}月{int(d)}日", self.full_width(text), f" {text} "])

    def office_form(self, office):
        code = "110105" + OFFICES[office]
        forms = [office, office, office, code]
        if self.wide:
            forms += [code + "000", OFFICES[office], office + "街道", office + "地区", office + "街道办事处", self.full_width(code)]
        return self.rng.choice(forms)

    def building_form(self, building):
        if building.isdigit() and self.rng.random() < 0.3:
            forms = [f"{building}号楼", f"{building}楼", f"{building}#", self.full_width(building)]
            tens, ones = divmod(int(building), 10)
            forms.append((HAN[tens] if tens > 1 else "") + ("十" if tens else "") + (HAN[ones] if ones or not tens else "") + "号楼")
            return self.rng.choice(forms)
        return self.rng.choice([building, building + "号楼"]) if not building.isdigit() and building else building

    def written(self, office, community, building, unit, room):
        """(居住街乡, 居住地址) of a whole home."""
        if self.writer:
            estate = SimpleNamespace(office=office, name=community, aliases=[])
            return self.writer.write(SimpleNamespace(estate=estate, building=building, unit=unit, room=room, floor=int(room) // 100))[:2]
        return self.office_form(office), self.address_text(office, community, building, unit, room)

    def address_text(self, office, community, building="", unit="", room=""):
        text = office + community + (f"{building}号楼" if building else "") + (f"{unit}单元" if unit else "") + (f"{room}室" if room else "")
        if self.wide and self.rng.random() < 0.5:
            text = self.rng.choice([f"北京市朝阳区{text}", f"朝阳区{office}街道{text[len(office):]}", text[len(office):]])
        return text

    def dress(self, row):
        """Writes dates, yes and no, and codes in other ways that the templates allow."""
        for header in DATES:
            row[header] = self.date_form(row[header])
        for header, words in YES_NO.items():
            if self.rng.random() < 0.15:
                row[header] = words.get(row[header], row[header])
        for header in ("监护人一证件号码", "毕业小学"):
            if self.rng.random() < 0.03:
                row[header] = self.full_width(row[header])
        if self.rng.random() < 0.05:
            row["居住方式"] = f" {row['居住方式']}　"
