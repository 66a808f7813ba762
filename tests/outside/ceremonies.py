"""Random ceremonies for the tests of the draw: nasty on purpose, always of legal form.

`write_random` makes one frozen folder with its seed; `write_chain` a whole season of them,
completed, aborted and open ones, rehearsals and the closing list.
"""

import random

import draw

TITLES = ["民办小学", "公办寄宿", '单校"超额"', "统筹, 补录", "多校划片", "全区自愿", "", "代市级系统演示 A"]
LABELS = ["公证员", "家长代表甲", "家长代表 乙", "现场掷骰", "双色球次期", "人大代表=丙"]
HEAVY_SEATS = [0, 0, 1, 1, 1, 2, 3, 3, 4, 5, 8, 20]


def code(rng, shortest, longest):
    """A code whose ASCII order is not its numeric order: lengths and letters vary."""
    return "".join(rng.choice("0123456789ABKZ") for _ in range(rng.randint(shortest, longest)))


def codes(rng, count, shortest, longest):
    found = set()
    while len(found) < count:
        found.add(code(rng, shortest, longest))
    return sorted(found)


def grouped(rng, receipts, share):
    """Splits receipts into units: a `share` of them bound in twos, threes and fours."""
    rest, groups = receipts[:], []
    rng.shuffle(rest)
    while rest:
        size = rng.choice([2, 2, 2, 3, 4]) if rng.random() < share else 1
        groups.append(rest[:size])
        rest = rest[size:]
    return groups


def random_batch(rng, number, receipts):
    """One batch with its plan and its rows."""
    batch = draw.Batch(number, rng.choice(TITLES), rng.choice(["serial", "rounds"]),
                       rng.choice(["skip", "extend"]), rng.choice(["none", "pool"]))
    plan = {school: rng.choice(HEAVY_SEATS) for school in codes(rng, rng.choice([0, 1, 2, 3, 5, 9]), 1, 5)}
    tiers = rng.choice([[0], [0, 1], [0, 1, 1, 1], [0, 2, 7]])
    entering = [r for r in receipts if rng.random() < rng.choice([0.3, 0.7, 1.0])]
    members = {}
    for label, group in enumerate(grouped(rng, entering, rng.choice([0, 0.1, 0.4]))):
        count = min(len(plan), rng.choice([0, 1, 1, 2, 3, 5]))
        choices = tuple(rng.sample(sorted(plan), count))
        unit = f"U{label}" if len(group) > 1 or rng.random() < 0.1 else ""
        tier = rng.choice(tiers)
        members.update({receipt: (tier, unit, choices) for receipt in group})
    rows = [draw.Row(number, i, r, *members[r]) for i, r in enumerate(sorted(members))]
    return batch, plan, rows


def random_lists(rng):
    receipts = codes(rng, rng.choice([3, 12, 40, 90]), 3, rng.choice([4, 12, 20]))
    batches, plan, roster = [], {}, {}
    for number in range(1, rng.choice([1, 2, 3, 4, 12]) + 1):
        batch, plan[number], roster[number] = random_batch(rng, number, receipts)
        batches.append(batch)
    return draw.Lists(batches, plan, roster)


def list_files(lists):
    """The bytes of the three frozen tables."""
    return {
        "batches.csv": draw.csv_bytes(draw.BATCHES_HEADER, lists.batches),
        "plan.csv": draw.csv_bytes(draw.PLAN_HEADER, [
            (b, school, seats) for b, plan in lists.plan.items() for school, seats in sorted(plan.items())]),
        "roster.csv": draw.csv_bytes(draw.ROSTER_HEADER, [
            (r.batch, r.index, r.receipt, r.tier, r.unit, ">".join(r.choices))
            for rows in lists.roster.values() for r in rows]),
    }


def random_slots(rng, mode):
    if mode == "REHEARSAL" and rng.random() < 0.5:
        return [draw.Slot(rng.choice(LABELS), rng.choice(draw.WITNESS_KINDS), rng.randint(1, 6))
                for _ in range(rng.randint(1, 3))]
    slots = [draw.Slot(rng.choice(LABELS), rng.choice(draw.WITNESS_KINDS), rng.randint(20, 30))
             for _ in range(rng.randint(2, 5))]
    return [*slots, draw.Slot(rng.choice(LABELS), rng.choice(["dice", "public"]), rng.randint(20, 40))]


def frozen_files(rng, ceremony, prev, lists):
    """The four frozen files, and what the desk keeps to itself: (files, nonce, digits)."""
    mode = "REHEARSAL" if ceremony.startswith("R-") else "FORMAL"
    files = list_files(lists)
    nonce = rng.randbytes(32).hex()
    slots = random_slots(rng, mode)
    digest = {name: draw.sha256(data) for name, data in files.items()}
    lines = [f"RUXUE-FREEZE/1 {mode}", f"ceremony={ceremony}", f"prev={prev}",
             f"policy={rng.randbytes(32).hex()}", f"batches={digest['batches.csv']}",
             f"plan={digest['plan.csv']}", f"roster={digest['roster.csv']}",
             f"nonce={draw.sha256(nonce.encode())}"]
    lines += [f"w{n}={s.label}:{s.kind}:{s.count}" for n, s in enumerate(slots, 1)]
    files["freeze.txt"] = ("\n".join(lines) + "\n").encode()
    digits = ["".join(rng.choice("0123456789") for _ in range(s.count)) for s in slots]
    return files, nonce, digits


def digit_lines(digits):
    return "".join(f"w{n}={d}\n" for n, d in enumerate(digits, 1))


def seed_file(files, nonce, digits):
    mode = files["freeze.txt"].split(b"\n")[0].decode().split(" ")[1]
    return (f"RUXUE-SEED/1 {mode}\nfreeze={draw.sha256(files['freeze.txt'])}\nnonce={nonce}\n"
            + digit_lines(digits)).encode()


def aborted_close(files, ceremony, nonce, digits):
    mode = files["freeze.txt"].split(b"\n")[0].decode().split(" ")[1]
    return (f"RUXUE-CLOSE/1 {mode}\nceremony={ceremony}\nfreeze={draw.sha256(files['freeze.txt'])}\n"
            f"seed={draw.ZEROS}\nresult={draw.ZEROS}\nstate=aborted\nreason=名单有误，重新封存\nnonce={nonce}\n"
            + digit_lines(digits)).encode()


def write_files(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def write_random(seed, out):
    """Writes one frozen ceremony with its seed below `out`; returns the folder."""
    rng = random.Random(f"ceremony {seed}")
    ceremony = rng.choice(["2021-0001", "2021-0001", "R-0001"])
    files, nonce, digits = frozen_files(rng, ceremony, draw.ZEROS, random_lists(rng))
    files["seed.txt"] = seed_file(files, nonce, digits)
    write_files(out / ceremony, files)
    return out / ceremony


def complete(folder):
    """Adds result.csv and close.txt to a folder that holds a seed."""
    result, close = draw.run(folder)
    write_files(folder, {"result.csv": result, "close.txt": close})
    return draw.sha256(close)


def write_chain(seed, out, length, rehearsals, season="2021"):
    """Writes a closed season below `out`: folders and season.txt. Returns the paths."""
    rng = random.Random(f"chain {seed}")
    names = [f"R-{n:04}" for n in range(1, rehearsals + 1)] + [f"{season}-{n:04}" for n in range(1, length + 1)]
    prev, formal, practised, paths = {}, [], [], []
    for ceremony in names:
        series = ceremony.split("-")[0]
        files, nonce, digits = frozen_files(rng, ceremony, prev.get(series, draw.ZEROS), random_lists(rng))
        aborted = rng.random() < 0.25
        if aborted:
            files["close.txt"] = aborted_close(files, ceremony, nonce, digits[:rng.randint(0, len(digits) - 1)])
        else:
            files["seed.txt"] = seed_file(files, nonce, digits)
        write_files(out / ceremony, files)
        prev[series] = draw.sha256(files["close.txt"]) if aborted else complete(out / ceremony)
        freeze = draw.sha256(files["freeze.txt"])
        if series == "R":
            practised.append(f"{ceremony} {freeze}")
        else:
            formal.append(f"{ceremony} {'aborted' if aborted else 'completed'} {freeze} {prev[series]}")
        paths.append(out / ceremony)
    (out / "season.txt").write_text("\n".join([f"RUXUE-SEASON/1 {season}", *formal, *practised]) + "\n", encoding="utf-8")
    return [*paths, out / "season.txt"]
