#!/usr/bin/env python3
"""The statistician's check of a draw (派位), format 1.

An independent program for outsiders: it needs Python 3 and nothing else, and it was written
from the page `spec/draw.md` alone, without looking at the workstation's own code.

    draw.py verify DIR... [season.txt]     check folders, and the chain across them (exit 0 / 1)
    draw.py run DIR [--out OUT]            compute result.csv and close.txt again
    draw.py ticket SEED STREAM INDEX       one ticket
    draw.py random --seed N --out DIR      a random frozen ceremony with its seed, for tests

Section numbers in the comments (§1 ... §4) are those of the page.
"""

import argparse
import csv
import hashlib
import io
import re
import struct
import sys
import unicodedata
from collections import namedtuple
from pathlib import Path

ZEROS = "0" * 64
HEX64 = re.compile(r"[0-9a-f]{64}")
NUMBER = re.compile(r"0|[1-9][0-9]*")
RECEIPT = SCHOOL = re.compile(r"[0-9A-Z]{1,20}")
UNIT = re.compile(r"[0-9A-Z]{0,20}")
FORMAL_NUMBER = re.compile(r"([0-9]{4})-([0-9]{4})")
REHEARSAL_NUMBER = re.compile(r"R-([0-9]{4})")
WITNESS_KINDS = ("sealed", "dice", "public")
POOL_STREAM = 1 << 63

BATCHES_HEADER = ["batch", "title", "method", "groups", "leftover"]
PLAN_HEADER = ["batch", "school", "seats"]
ROSTER_HEADER = ["batch", "index", "receipt", "tier", "unit", "choices"]
RESULT_HEADER = ["batch", "index", "receipt", "ticket", "rank", "outcome", "school", "choice", "reason"]
FROZEN_FILES = ("batches.csv", "plan.csv", "roster.csv", "freeze.txt")
DRAWN_FILES = ("seed.txt", "result.csv", "close.txt")

Batch = namedtuple("Batch", "number title method groups leftover")
Row = namedtuple("Row", "batch index receipt tier unit choices")
Slot = namedtuple("Slot", "label kind count")
Freeze = namedtuple("Freeze", "mode ceremony prev policy batches plan roster nonce slots")
Lists = namedtuple("Lists", "batches plan roster")  # [Batch], {batch: {school: seats}}, {batch: [Row]}


class Broken(Exception):
    """Something that a file must not be; the message is a sentence for the reader."""


def sha256(data):
    return hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------------------------------------
# §2 The ticket
# ---------------------------------------------------------------------------------------------

def quarter(s, a, b, c, d):
    """One ChaCha quarter round on the 16 words `s`."""
    x, y, z, w = s[a], s[b], s[c], s[d]
    x = (x + y) & 0xFFFFFFFF
    w ^= x
    w = (w << 16 | w >> 16) & 0xFFFFFFFF
    z = (z + w) & 0xFFFFFFFF
    y ^= z
    y = (y << 12 | y >> 20) & 0xFFFFFFFF
    x = (x + y) & 0xFFFFFFFF
    w ^= x
    w = (w << 8 | w >> 24) & 0xFFFFFFFF
    z = (z + w) & 0xFFFFFFFF
    y ^= z
    y = (y << 7 | y >> 25) & 0xFFFFFFFF
    s[a], s[b], s[c], s[d] = x, y, z, w


def chacha20_block(key, stream, block):
    """The 64 keystream bytes of one block: 64-bit block counter, 64-bit stream number."""
    start = list(struct.unpack("<4I", b"expand 32-byte k") + struct.unpack("<8I", key)
                 + struct.unpack("<4I", struct.pack("<QQ", block, stream)))
    s = start[:]
    for _ in range(10):
        quarter(s, 0, 4, 8, 12)
        quarter(s, 1, 5, 9, 13)
        quarter(s, 2, 6, 10, 14)
        quarter(s, 3, 7, 11, 15)
        quarter(s, 0, 5, 10, 15)
        quarter(s, 1, 6, 11, 12)
        quarter(s, 2, 7, 8, 13)
        quarter(s, 3, 4, 9, 14)
    return struct.pack("<16I", *((x + y) & 0xFFFFFFFF for x, y in zip(s, start)))


def ticket(seed, stream, index):
    """The ticket (派位号): 16 bytes, smaller goes first."""
    return chacha20_block(seed, stream, index)[:16]


# ---------------------------------------------------------------------------------------------
# §3 Allocation
# ---------------------------------------------------------------------------------------------

class Unit:
    """All rows that are seated together: twins who were bound, or a single child."""

    def __init__(self, rows, seed):
        self.rows = rows
        self.size = len(rows)
        self.tier = rows[0].tier
        self.choices = rows[0].choices
        self.ticket = ticket(seed, rows[0].batch, rows[0].index)
        self.rank = None
        self.outcome = "waiting"
        self.school = ""
        self.choice = None      # 1-based, of an admitted unit
        self.too_large = False  # it met seats, but fewer than its size

    @property
    def order(self):
        return (self.tier, self.ticket, self.rows[0].index)


def units_of(rows, seed):
    """The units of one batch in the order of their rank."""
    bound = {}
    for row in rows:
        bound.setdefault(("unit", row.unit) if row.unit else ("row", row.index), []).append(row)
    units = sorted((Unit(members, seed) for members in bound.values()), key=lambda u: u.order)
    for rank, unit in enumerate(units, 1):
        unit.rank = rank
    return units


def try_choice(unit, number, seats, extend):
    """Tries the unit's choice `number` (1-based)."""
    school = unit.choices[number - 1]
    left = seats[school]
    if left >= unit.size or (extend and left > 0):
        seats[school] = max(0, left - unit.size)
        unit.outcome, unit.school, unit.choice = "admitted", school, number
    elif left > 0:
        unit.too_large = True


def serve_choices(batch, units, seats):
    extend = batch.groups == "extend"
    if batch.method == "serial":
        turns = ((u, n) for u in units for n in range(1, len(u.choices) + 1))
    else:
        longest = max((len(u.choices) for u in units), default=0)
        turns = ((u, n) for n in range(1, longest + 1) for u in units if len(u.choices) >= n)
    for unit, number in turns:
        if unit.outcome == "waiting":
            try_choice(unit, number, seats, extend)


def serve_pool(batch, units, seats, seed):
    """Places the units that no choice seated, at random in the seats that are left."""
    empty = [school for school in sorted(seats) for _ in range(seats[school])]
    tickets = [ticket(seed, POOL_STREAM + batch.number, j) for j in range(len(empty))]
    order = [empty[j] for j in sorted(range(len(empty)), key=lambda j: (tickets[j], j))]
    left = dict(seats)
    for unit in units:
        if unit.outcome != "waiting":
            continue
        school = next((s for s in order if left[s] >= unit.size), None)
        if school is None:
            continue
        unit.outcome, unit.school = "placed", school
        left[school] -= unit.size
        for _ in range(unit.size):
            order.remove(school)  # removes the earliest seat of that school


def reason_of(batch, unit, admitted):
    """The one reason code of a unit, the first that holds. `admitted`: the units that each school took."""
    if unit.outcome != "waiting":
        return {"admitted": "CHOICE", "placed": "POOL", "elsewhere": "ELSEWHERE"}[unit.outcome]
    if not unit.choices:
        return "NO_CHOICE"
    rivals = [(v, number) for number, school in enumerate(unit.choices, 1) for v in admitted.get(school, ())]
    if batch.method == "rounds" and any(v.rank > unit.rank and v.choice < number for v, number in rivals):
        return "EARLIER_ROUND"
    if any(v.tier < unit.tier and v.ticket > unit.ticket for v, _ in rivals):
        return "TIER_FIRST"
    return "UNIT_TOO_LARGE" if unit.too_large else "FULL_BEFORE_TURN"


def allocate_batch(batch, rows, plan, seed, gone):
    """Allocates one batch. `gone` holds the receipts that earlier batches seated; it grows."""
    units = units_of(rows, seed)
    for unit in units:
        if any(row.receipt in gone for row in unit.rows):
            unit.outcome = "elsewhere"
    seats = dict(plan)
    serve_choices(batch, units, seats)
    if batch.leftover == "pool":
        serve_pool(batch, units, seats, seed)
    admitted = {}
    for unit in units:
        if unit.outcome == "admitted":
            admitted.setdefault(unit.school, []).append(unit)
    lines = []
    for unit in units:
        reason = reason_of(batch, unit, admitted)
        for row in unit.rows:
            if unit.outcome in ("admitted", "placed"):
                gone.add(row.receipt)
            own = ticket(seed, batch.number, row.index).hex()
            lines.append([batch.number, row.index, row.receipt, own, unit.rank, unit.outcome,
                          unit.school, unit.choice or "", reason])
    return sorted(lines, key=lambda line: line[1])


def allocate(lists, seed):
    """All lines of result.csv, without the header."""
    gone, lines = set(), []
    for batch in lists.batches:
        lines += allocate_batch(batch, lists.roster[batch.number], lists.plan[batch.number], seed, gone)
    return lines


# ---------------------------------------------------------------------------------------------
# §1 Files: writing
# ---------------------------------------------------------------------------------------------

def csv_bytes(header, lines):
    def field(value):
        text = str(value)
        return '"' + text.replace('"', '""') + '"' if re.search('[,"\r\n]', text) else text
    return "".join(",".join(map(field, line)) + "\n" for line in [header, *lines]).encode()


def close_bytes(mode, ceremony, freeze, seed, result):
    return (f"RUXUE-CLOSE/1 {mode}\nceremony={ceremony}\nfreeze={freeze}\nseed={seed}\n"
            f"result={result}\nstate=completed\n").encode()


# ---------------------------------------------------------------------------------------------
# §1 Files: reading, with every rule of form checked
# ---------------------------------------------------------------------------------------------

def text_of(data, name):
    """The text of a file, if its form is that of the page."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Broken(f"{name}：不是 UTF-8（第 {error.start} 字节）") from None
    if text.startswith("\ufeff"):
        raise Broken(f"{name}：带有 BOM")
    if not text.endswith("\n"):
        raise Broken(f"{name}：末尾没有换行")
    for number, line in enumerate(text[:-1].split("\n"), 1):
        if any(unicodedata.category(c) == "Cc" for c in line):
            raise Broken(f"{name} 第 {number} 行：含有控制字符")
        if line.endswith(" "):
            raise Broken(f"{name} 第 {number} 行：行尾有空格")
    return text


def table_of(data, name, header):
    """The rows of a CSV file as lists of text; the bytes must be the one way to write them."""
    text = text_of(data, name)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if not rows or rows[0] != header:
        raise Broken(f"{name}：表头应为 {','.join(header)}")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            raise Broken(f"{name} 第 {number} 行：应有 {len(header)} 列")
        if any("\n" in field for field in row):
            raise Broken(f"{name} 第 {number} 行：字段内含有换行")
    if csv_bytes(header, rows[1:]) != data:
        raise Broken(f"{name}：写法不是规定的唯一写法（引号或换行）")
    return rows[1:]


def number_of(text, where):
    if not NUMBER.fullmatch(text):
        raise Broken(f"{where}：“{text}”不是规范的十进制整数")
    return int(text)


def want(condition, sentence):
    if not condition:
        raise Broken(sentence)


def read_batches(data):
    batches = []
    for number, (batch, title, method, groups, leftover) in enumerate(table_of(data, "batches.csv", BATCHES_HEADER), 1):
        where = f"batches.csv 第 {number + 1} 行"
        want(number_of(batch, where) == number, f"{where}：批次应依次为 1、2、3……")
        want(method in ("serial", "rounds"), f"{where}：method 应为 serial 或 rounds")
        want(groups in ("skip", "extend"), f"{where}：groups 应为 skip 或 extend")
        want(leftover in ("none", "pool"), f"{where}：leftover 应为 none 或 pool")
        batches.append(Batch(number, title, method, groups, leftover))
    return batches


def read_plan(data, batches):
    plan = {batch.number: {} for batch in batches}
    last = None
    for number, (batch, school, seats) in enumerate(table_of(data, "plan.csv", PLAN_HEADER), 2):
        where = f"plan.csv 第 {number} 行"
        batch = number_of(batch, where)
        want(batch in plan, f"{where}：没有第 {batch} 批")
        want(SCHOOL.fullmatch(school), f"{where}：学校代码“{school}”不合格式")
        want(last is None or last < (batch, school), f"{where}：次序不对或学校重复")
        last = (batch, school)
        plan[batch][school] = number_of(seats, where)
    return plan


def read_roster(data, plan):
    roster = {batch: [] for batch in plan}
    last = None
    for number, line in enumerate(table_of(data, "roster.csv", ROSTER_HEADER), 2):
        where = f"roster.csv 第 {number} 行"
        batch, index, tier = (number_of(line[i], where) for i in (0, 1, 3))
        receipt, unit, choices = line[2], line[4], line[5].split(">") if line[5] else []
        want(batch in roster, f"{where}：没有第 {batch} 批")
        want(last is None or last <= batch, f"{where}：批次次序不对")
        want(index == len(roster[batch]), f"{where}：序号应为 {len(roster[batch])}")
        want(RECEIPT.fullmatch(receipt), f"{where}：受理编号“{receipt}”不合格式")
        want(not roster[batch] or roster[batch][-1].receipt < receipt, f"{where}：受理编号次序不对或重复")
        want(UNIT.fullmatch(unit), f"{where}：unit“{unit}”不合格式")
        want(len(set(choices)) == len(choices), f"{where}：同一学校填了两次")
        for school in choices:
            want(school in plan[batch], f"{where}：志愿学校“{school}”不在本批计划中")
        roster[batch].append(Row(batch, index, receipt, tier, unit, tuple(choices)))
        last = batch
    for batch, rows in roster.items():
        check_units(batch, rows)
    return roster


def check_units(batch, rows):
    """Rows of one unit must agree in choices and tier."""
    seen = {}
    for row in rows:
        first = seen.setdefault(row.unit, row) if row.unit else row
        want((first.tier, first.choices) == (row.tier, row.choices),
             f"roster.csv 第 {batch} 批：{first.receipt} 与 {row.receipt} 同属 {row.unit}，志愿或照顾次序却不同")


def read_keys(data, name, title, keys):
    """Reads `key=value` lines: the fixed first line, then `keys` in order, then the rest as pairs."""
    lines = text_of(data, name)[:-1].split("\n")
    want(lines[0] in (title + " FORMAL", title + " REHEARSAL"), f"{name}：首行应为 {title} FORMAL 或 REHEARSAL")
    pairs = [line.partition("=") for line in lines[1:]]
    for number, (_, equals, _) in enumerate(pairs, 2):
        want(equals, f"{name} 第 {number} 行：应为“名=值”")
    want([p[0] for p in pairs[:len(keys)]] == keys, f"{name}：各行应依次为 {'、'.join(keys)}")
    rest = [(p[0], p[2]) for p in pairs[len(keys):]]
    return lines[0].split(" ")[1], {p[0]: p[2] for p in pairs[:len(keys)]}, rest


def read_slot(number, key, value):
    where = f"freeze.txt w{number}"
    want(key == f"w{number}", f"freeze.txt：见证人应依次为 w1、w2……，却是“{key}”")
    parts = value.split(":")
    want(len(parts) == 3 and parts[0], f"{where}：应为“名称:方式:位数”")
    want(parts[1] in WITNESS_KINDS, f"{where}：方式应为 sealed、dice 或 public")
    return Slot(parts[0], parts[1], number_of(parts[2], where))


def read_freeze(data):
    keys = ["ceremony", "prev", "policy", "batches", "plan", "roster", "nonce"]
    mode, at, rest = read_keys(data, "freeze.txt", "RUXUE-FREEZE/1", keys)
    for key in keys[1:]:
        want(HEX64.fullmatch(at[key]), f"freeze.txt：{key} 应为 64 位小写十六进制")
    pattern = FORMAL_NUMBER if mode == "FORMAL" else REHEARSAL_NUMBER
    want(pattern.fullmatch(at["ceremony"]), f"freeze.txt：派位编号“{at['ceremony']}”与 {mode} 不合")
    slots = [read_slot(n, key, value) for n, (key, value) in enumerate(rest, 1)]
    if mode == "FORMAL":
        want(len(slots) >= 3, "freeze.txt：正式派位至少要三位见证人")
        want(all(s.count >= 20 for s in slots), "freeze.txt：正式派位每位见证人至少 20 位数字")
        want(slots[-1].kind in ("dice", "public"), "freeze.txt：最后一位见证人应为 dice 或 public")
    return Freeze(mode, *(at[key] for key in keys), slots)


def check_digits(name, freeze, number, digits):
    want(re.fullmatch("[0-9]{%d}" % freeze.slots[number - 1].count, digits),
         f"{name}：w{number} 应为 {freeze.slots[number - 1].count} 位数字")


def check_nonce(name, freeze, nonce):
    want(HEX64.fullmatch(nonce), f"{name}：nonce 应为 64 位小写十六进制")
    want(sha256(nonce.encode()) == freeze.nonce, f"{name}：nonce 与封存单不符")


def check_seed(data, freeze, freeze_digest):
    mode, at, rest = read_keys(data, "seed.txt", "RUXUE-SEED/1", ["freeze", "nonce"])
    want(mode == freeze.mode, "seed.txt：首行与封存单不一致")
    want(at["freeze"] == freeze_digest, "seed.txt：freeze 不是封存单的 SHA-256")
    check_nonce("seed.txt", freeze, at["nonce"])
    want([key for key, _ in rest] == [f"w{n}" for n in range(1, len(freeze.slots) + 1)],
         f"seed.txt：应有 w1 … w{len(freeze.slots)} 各一行")
    for number, (_, digits) in enumerate(rest, 1):
        check_digits("seed.txt", freeze, number, digits)


def check_aborted(data, freeze, freeze_digest):
    keys = ["ceremony", "freeze", "seed", "result", "state", "reason", "nonce"]
    mode, at, rest = read_keys(data, "close.txt", "RUXUE-CLOSE/1", keys)
    want(mode == freeze.mode, "close.txt：首行与封存单不一致")
    want(at["ceremony"] == freeze.ceremony, "close.txt：派位编号与封存单不一致")
    want(at["freeze"] == freeze_digest, "close.txt：freeze 不是封存单的 SHA-256")
    want(at["seed"] == ZEROS and at["result"] == ZEROS, "close.txt：中止的派位，seed 与 result 应为 64 个 0")
    want(at["reason"], "close.txt：中止须有理由")
    check_nonce("close.txt", freeze, at["nonce"])
    # The slots are read out in their order, so those that had been are the first ones.
    want([key for key, _ in rest] == [f"w{n}" for n in range(1, len(rest) + 1)], "close.txt：已读出的见证数字应依次为 w1、w2……")
    want(len(rest) < len(freeze.slots), "close.txt：见证数字已全部读出，不得中止")
    for number, (_, digits) in enumerate(rest, 1):
        check_digits("close.txt", freeze, number, digits)


# ---------------------------------------------------------------------------------------------
# One folder
# ---------------------------------------------------------------------------------------------

class Ceremony:
    """What was found in one folder: `state` is open, completed or aborted; `errors` are sentences."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.errors, self.notes = [], []
        self.state, self.freeze = "open", None
        self.freeze_digest = self.close_digest = None
        try:
            self.check()
        except Broken as error:
            self.errors.append(str(error))

    def check(self):
        names = [*FROZEN_FILES, *DRAWN_FILES]
        files = {n: (self.folder / n).read_bytes() for n in names if (self.folder / n).is_file()}
        for name in FROZEN_FILES:
            want(name in files, f"缺少 {name}")
        self.freeze_digest = sha256(files["freeze.txt"])
        self.freeze = read_freeze(files["freeze.txt"])
        if self.folder.resolve().name != self.freeze.ceremony:
            self.notes.append(f"文件夹名与派位编号 {self.freeze.ceremony} 不同")
        for name in ("batches", "plan", "roster"):
            want(sha256(files[name + ".csv"]) == getattr(self.freeze, name), f"{name}.csv 与封存单上的 SHA-256 不符")
        lists = read_lists(files)
        if "close.txt" in files:
            self.close_digest = sha256(files["close.txt"])
        if b"\nstate=aborted\n" in files.get("close.txt", b""):
            want("seed.txt" not in files and "result.csv" not in files, "中止的派位不应有 seed.txt 或 result.csv")
            check_aborted(files["close.txt"], self.freeze, self.freeze_digest)
            self.state = "aborted"
        else:
            self.check_draw(files, lists)

    def check_draw(self, files, lists):
        if "seed.txt" not in files:
            want("result.csv" not in files and "close.txt" not in files, "缺少 seed.txt")
            return
        check_seed(files["seed.txt"], self.freeze, self.freeze_digest)
        if "result.csv" not in files:
            want("close.txt" not in files, "缺少 result.csv")
            return
        check_result(files["result.csv"], lists, files["seed.txt"])
        if "close.txt" in files:
            expected = close_bytes(self.freeze.mode, self.freeze.ceremony, self.freeze_digest,
                                   sha256(files["seed.txt"]), sha256(files["result.csv"]))
            want(files["close.txt"] == expected, "close.txt 与各文件不符")
            self.state = "completed"


def read_lists(files):
    batches = read_batches(files["batches.csv"])
    plan = read_plan(files["plan.csv"], batches)
    return Lists(batches, plan, read_roster(files["roster.csv"], plan))


def check_result(data, lists, seed_text):
    """Compares result.csv with a fresh allocation and names the first line that differs."""
    expected = csv_bytes(RESULT_HEADER, allocate(lists, hashlib.sha256(seed_text).digest()))
    if data == expected:
        return
    ours, theirs = expected.split(b"\n"), data.split(b"\n")
    number = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    line = lambda lines: lines[number].decode(errors="replace") if number < len(lines) else "（无）"
    raise Broken(f"result.csv 第 {number + 1} 行与重新计算的不同：应为“{line(ours)}”，却是“{line(theirs)}”")


# ---------------------------------------------------------------------------------------------
# §4 Across folders: numbers, chain, nonces, season
# ---------------------------------------------------------------------------------------------

def series_of(ceremonies):
    """The ceremonies by series (a season, or R for rehearsals), each by ascending number."""
    series = {}
    for c in ceremonies:
        if c.freeze:
            name, _, number = c.freeze.ceremony.partition("-")
            series.setdefault(name, []).append((int(number), c))
    return {name: sorted(members, key=lambda m: m[0]) for name, members in series.items()}


def check_series(name, members, errors, gaps):
    previous_number, previous = 0, None
    for number, c in members:
        what = c.freeze.ceremony
        if number == previous_number:
            errors.append(f"{what}：同一编号有两个文件夹" if number else f"{what}：编号应从 1 开始")
        elif number > previous_number + 1:
            gaps.append(f"{what} 之前缺少第 {previous_number + 1} 至 {number - 1} 次")
        elif previous is None:
            if name == "R" and c.freeze.prev != ZEROS:
                errors.append(f"{what}：第一次演练的 prev 应为 64 个 0")
        elif previous.close_digest is None:
            errors.append(f"{what}：上一次派位 {previous.freeze.ceremony} 尚未了结，却已封存下一次")
        elif c.freeze.prev != previous.close_digest:
            errors.append(f"{what}：prev 不是 {previous.freeze.ceremony} 的 close.txt 的 SHA-256")
        previous_number, previous = number, c


def check_nonces(ceremonies, errors):
    seen = {}
    for c in ceremonies:
        if c.freeze and c.freeze.nonce in seen:
            errors.append(f"{c.freeze.ceremony} 与 {seen[c.freeze.nonce]} 用了同一个 nonce")
        elif c.freeze:
            seen[c.freeze.nonce] = c.freeze.ceremony


def read_season(data):
    """season.txt as (season, {ceremony: (state, freeze, close)}, {rehearsal: freeze})."""
    lines = text_of(data, "season.txt")[:-1].split("\n")
    head = re.fullmatch(r"RUXUE-SEASON/1 ([0-9]{4})", lines[0])
    want(head, "season.txt：首行应为“RUXUE-SEASON/1 年份”")
    formal, rehearsals = {}, {}
    for number, line in enumerate(lines[1:], 2):
        where = f"season.txt 第 {number} 行"
        at = line.split(" ")
        if REHEARSAL_NUMBER.fullmatch(at[0]):
            want(len(at) == 2 and HEX64.fullmatch(at[1]), f"{where}：演练应为“编号 封存单摘要”")
            want(at[0] == f"R-{len(rehearsals) + 1:04}", f"{where}：演练编号不连续")
            rehearsals[at[0]] = at[1]
        else:
            want(not rehearsals, f"{where}：正式派位应列在演练之前")
            want(len(at) == 4 and at[1] in ("completed", "aborted") and all(map(HEX64.fullmatch, at[2:])),
                 f"{where}：应为“编号 状态 封存单摘要 了结摘要”")
            want(at[0] == f"{head[1]}-{len(formal) + 1:04}", f"{where}：派位编号不连续")
            formal[at[0]] = tuple(at[1:])
    return head[1], formal, rehearsals


def check_season(data, ceremonies, errors):
    season, formal, rehearsals = read_season(data)
    given = {c.freeze.ceremony: c for c in ceremonies if c.freeze}
    for name in [*formal, *rehearsals]:
        if name not in given:
            errors.append(f"season.txt 列有 {name}，但没有给出它的文件夹")
    for name, c in given.items():
        if c.freeze.mode == "REHEARSAL":
            if rehearsals.get(name) != c.freeze_digest:
                errors.append(f"{name}：season.txt 没有列出这次演练，或封存单摘要不同")
        elif name.startswith(season + "-"):
            if formal.get(name) != (c.state, c.freeze_digest, c.close_digest):
                errors.append(f"{name}：season.txt 没有列出这次派位，或状态、摘要不同")


# ---------------------------------------------------------------------------------------------
# The command line
# ---------------------------------------------------------------------------------------------

STATE_WORDS = {"open": "已封存，尚未了结", "completed": "已完成，逐字节相符", "aborted": "已中止，记录相符"}


def verify(paths, out=print):
    """Checks the folders and, among them, a season.txt; returns the number of errors."""
    ceremonies = [Ceremony(p) for p in paths if Path(p).is_dir()]
    lists = [p for p in paths if not Path(p).is_dir()]
    failures = 0
    for c in ceremonies:
        name = c.freeze.ceremony if c.freeze else str(c.folder)
        out(f"{'不符' if c.errors else '相符'}  {name}：{'；'.join(c.errors) or STATE_WORDS[c.state]}")
        for note in c.notes:
            out(f"说明  {name}：{note}")
        failures += len(c.errors)
    errors, gaps = [], []
    for name, members in series_of(ceremonies).items():
        check_series(name, members, errors, gaps)
    check_nonces(ceremonies, errors)
    if len(lists) > 1:
        errors.append("season.txt 只能给一份")
    for path in lists:
        try:
            check_season(Path(path).read_bytes(), ceremonies, errors)
        except (Broken, OSError) as error:
            errors.append(str(error))
    for gap in gaps:
        out(f"{'不符' if lists else '说明'}  链：{gap}")
    for error in errors:
        out(f"不符  链：{error}")
    if not errors and not (lists and gaps):
        out(f"相符  链：{len(ceremonies)} 次派位的编号、前后摘要与 nonce 无冲突")
    return failures + len(errors) + (len(gaps) if lists else 0)


def run(folder):
    """The bytes of result.csv and close.txt, computed from the frozen files and seed.txt."""
    files = {n: (Path(folder) / n).read_bytes() for n in [*FROZEN_FILES, "seed.txt"]}
    freeze, freeze_digest = read_freeze(files["freeze.txt"]), sha256(files["freeze.txt"])
    for name in ("batches", "plan", "roster"):
        want(sha256(files[name + ".csv"]) == getattr(freeze, name), f"{name}.csv 与封存单上的 SHA-256 不符")
    check_seed(files["seed.txt"], freeze, freeze_digest)
    result = csv_bytes(RESULT_HEADER, allocate(read_lists(files), hashlib.sha256(files["seed.txt"]).digest()))
    close = close_bytes(freeze.mode, freeze.ceremony, freeze_digest, sha256(files["seed.txt"]), sha256(result))
    return result, close


def main():
    parser = argparse.ArgumentParser(description="派位核验（格式 1），只用 Python 标准库")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("verify", help="核验派位文件夹，可另给 season.txt")
    command.add_argument("paths", nargs="+")
    command = commands.add_parser("run", help="重新计算 result.csv 和 close.txt")
    command.add_argument("folder")
    command.add_argument("--out", help="写到这个文件夹；不给则只显示")
    command = commands.add_parser("ticket", help="一个派位号")
    command.add_argument("seed")
    command.add_argument("stream", type=int)
    command.add_argument("index", type=int)
    command = commands.add_parser("random", help="随机生成一次已封存的派位和种子（测试用）")
    command.add_argument("--seed", type=int, required=True)
    command.add_argument("--out", required=True)
    args = parser.parse_args()
    try:
        if args.command == "verify":
            return 1 if verify(args.paths) else 0
        if args.command == "ticket":
            print(ticket(bytes.fromhex(args.seed), args.stream, args.index).hex())
        elif args.command == "random":
            import ceremonies  # only for tests; the check itself is this one file
            print(ceremonies.write_random(args.seed, Path(args.out)))
        else:
            result, close = run(args.folder)
            if args.out:
                Path(args.out).mkdir(parents=True, exist_ok=True)
                (Path(args.out) / "result.csv").write_bytes(result)
                (Path(args.out) / "close.txt").write_bytes(close)
            else:
                sys.stdout.buffer.write(result + b"\n" + close)
    except (Broken, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
