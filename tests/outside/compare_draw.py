#!/usr/bin/env python3
"""Compares `ruxue draw verify` and `ruxue draw ticket` with draw.py.

    compare_draw.py RUXUE [--seeds 1,2] [--vectors DIR]

The binary must accept random seasons that draw.py made, and refuse (exit status 1, with a sentence)
every one with a flaw: a byte changed, or a rule broken and all digests made to fit again, so that
only the rule can notice. Ends with a line `N passed, N failed` and fails when anything differs.
"""

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import ceremonies
import draw


# ---------------------------------------------------------------------------------------------
# Ceremonies with one flaw, resealed
# ---------------------------------------------------------------------------------------------

STAGES = ["lists", "batches.csv", "plan.csv", "roster.csv", "freeze.txt", "seed.txt", "result.csv", "close.txt"]


class Unfit(Exception):
    """This ceremony has no place for the flaw."""


def build(rng, ceremony, prev, stage=None, flaw=None):
    """The files of a completed ceremony. `flaw` changes the text of `stage` (or the lists) before
    anything later is derived from it, so that every digest fits."""
    bend = lambda name, value: flaw(value) if name == stage else value
    lists = ceremonies.random_lists(rng)
    shown = bend("lists", lists)
    tables = {name: bend(name, data.decode()).encode() for name, data in ceremonies.list_files(shown).items()}
    files, nonce, digits = ceremonies.frozen_files(rng, ceremony, prev, shown)
    text = files["freeze.txt"].decode()
    for name, data in tables.items():
        text = re.sub(f"(?m)^{name[:-4]}=.*$", f"{name[:-4]}={draw.sha256(data)}", text)
    files |= tables | {"freeze.txt": bend("freeze.txt", text).encode()}
    files["seed.txt"] = bend("seed.txt", ceremonies.seed_file(files, nonce, digits).decode()).encode()
    lines = draw.allocate(lists, bytes.fromhex(draw.sha256(files["seed.txt"])))
    files["result.csv"] = bend("result.csv", draw.csv_bytes(draw.RESULT_HEADER, lines).decode()).encode()
    mode = files["freeze.txt"].split(b"\n")[0].decode().split(" ")[1]
    digest = {name: draw.sha256(files[name]) for name in ("freeze.txt", "seed.txt", "result.csv")}
    files["close.txt"] = bend("close.txt", draw.close_bytes(mode, ceremony, *digest.values()).decode()).encode()
    return files


def edit(pattern, replacement):
    """A flaw that replaces the first place where the pattern stands."""
    def flaw(text):
        changed = re.sub(pattern, replacement, text, count=1)
        if changed == text:
            raise Unfit
        return changed
    return flaw


def swap_lines(text):
    lines = text.split("\n")
    if len(lines) < 4:
        raise Unfit
    lines[1], lines[2] = lines[2], lines[1]
    return "\n".join(lines)


def split_unit(what):
    """Rows of one unit that differ in their tier or their choices."""
    def flaw(lists):
        for rows in lists.roster.values():
            for i, row in enumerate(rows):
                if row.unit and any(other.unit == row.unit for other in rows[:i]):
                    if what == "tier":
                        rows[i] = row._replace(tier=row.tier + 1)
                    elif row.choices:
                        rows[i] = row._replace(choices=row.choices[:-1])
                    else:
                        continue
                    return lists
        raise Unfit
    return flaw


def seat_somewhere_else(text):
    """The last admitted row goes to another school of its batch, or waits."""
    rows = [line.split(",") for line in text.split("\n")[:-1]]
    for row in reversed(rows):
        if row[5] == "admitted":
            row[5:] = ["waiting", "", "", "FULL_BEFORE_TURN"]
            return "\n".join(map(",".join, rows)) + "\n"
    raise Unfit


def swap_outcomes(text):
    """Two rows of one batch trade what they got."""
    rows = [line.split(",") for line in text.split("\n")[:-1]]
    for i, a in enumerate(rows[1:], 1):
        for b in rows[i + 1:]:
            if a[0] == b[0] and a[5:8] != b[5:8]:
                a[5:], b[5:] = b[5:], a[5:]
                return "\n".join(map(",".join, rows)) + "\n"
    raise Unfit


def other_reason(text):
    return edit("FULL_BEFORE_TURN|TIER_FIRST|EARLIER_ROUND|UNIT_TOO_LARGE|NO_CHOICE",
                lambda m: "NO_CHOICE" if m[0] == "FULL_BEFORE_TURN" else "FULL_BEFORE_TURN")(text)


def drop_last_line(text):
    return text[:text.rstrip("\n").rindex("\n") + 1]


def only_two_slots(text):
    lines = [line for line in text.split("\n") if not re.match("w[0-9]+=", line)]
    return "\n".join(lines[:-1] + ["w1=甲:sealed:20", "w2=乙:dice:20", ""])


FLAWS = [
    ("batch numbers with a gap", "batches.csv", edit("(?m)^1,", "2,")),
    ("unknown method", "batches.csv", edit(",(serial|rounds),", ",lottery,")),
    ("needless quotes", "batches.csv", edit(",(serial|rounds),", r',"\1",')),
    ("no final newline", "batches.csv", lambda text: text[:-1]),
    ("CR before LF", "plan.csv", lambda text: text.replace("\n", "\r\n")),
    ("byte order mark", "plan.csv", lambda text: "\ufeff" + text),
    ("plan out of order", "plan.csv", swap_lines),
    ("seats not canonical", "plan.csv", edit(r"(?m),([0-9]+)$", r",0\1")),
    ("negative seats", "plan.csv", edit(r"(?m),([0-9]+)$", ",-1")),
    ("small letters in a school", "plan.csv", edit("(?m)^([0-9]+),[0-9A-Z]", r"\1,a")),
    ("roster out of order", "roster.csv", swap_lines),
    ("index with a gap", "roster.csv", edit("(?m)^([0-9]+),0,", r"\1,1,")),
    ("tier not canonical", "roster.csv", edit("(?m)^([0-9]+,[0-9]+,[0-9A-Z]+),0,", r"\1,00,")),
    ("school outside the plan", "roster.csv", edit("(?m),([0-9A-Z]+)$", r",\1>ZZZZZZZZZ")),
    ("school chosen twice", "roster.csv", edit("(?m),([0-9A-Z]+)((?:>[0-9A-Z]+)*)$", r",\1\2>\1")),
    ("receipt with a letter it may not have", "roster.csv", edit("(?m)^([0-9]+,[0-9]+),[0-9A-Z]+", r"\1,张三")),
    ("trailing blank", "roster.csv", edit("(?m),([0-9A-Z>]+)$", r",\1 ")),
    ("a unit with two tiers", "lists", split_unit("tier")),
    ("a unit with different choices", "lists", split_unit("choices")),
    ("two witness slots", "freeze.txt", only_two_slots),
    ("a slot of nineteen digits", "freeze.txt", edit(r"(?m)^(w1=[^:]*:[a-z]+):[0-9]+$", r"\1:19")),
    ("a last slot that is sealed", "freeze.txt", edit(r":(dice|public):([0-9]+)\n\Z", r":sealed:\2\n")),
    ("unknown witness kind", "freeze.txt", edit(r"(?m)^(w1=[^:]*):[a-z]+:", r"\1:guess:")),
    ("slots out of order", "freeze.txt", edit("(?m)^w2=", "w3=")),
    ("keys out of order", "freeze.txt", edit(r"(prev=.*\n)(policy=.*\n)", r"\2\1")),
    ("policy digest in capitals", "freeze.txt", edit("policy=[0-9a-f]{64}", "policy=" + "A" * 64)),
    ("digest of another plan", "freeze.txt", edit("plan=[0-9a-f]{64}", "plan=" + "1" * 64)),
    ("nonce that was not frozen", "seed.txt", edit("nonce=[0-9a-f]{64}", "nonce=" + "5" * 64)),
    ("seed of another freeze", "seed.txt", edit("freeze=[0-9a-f]{64}", "freeze=" + "5" * 64)),
    ("one digit too many", "seed.txt", edit(r"(?m)^w1=", "w1=0")),
    ("a letter among digits", "seed.txt", edit(r"(?m)^w1=[0-9]", "w1=x")),
    ("a witness left out", "seed.txt", edit(r"w1=.*\n", "")),
    ("a line of free text", "seed.txt", lambda text: text + "time=2021-06-09\n"),
    ("rehearsal seed of a formal draw", "seed.txt", edit("FORMAL|REHEARSAL", lambda m: "REHEARSAL" if m[0] == "FORMAL" else "FORMAL")),
    ("a seat taken away", "result.csv", seat_somewhere_else),
    ("two children exchanged", "result.csv", swap_outcomes),
    ("another reason", "result.csv", other_reason),
    ("a row left out", "result.csv", drop_last_line),
    ("another ticket", "result.csv", edit("(?m)^([0-9]+,[0-9]+,[0-9A-Z]+),[0-9a-f]{32}", r"\1," + "0" * 32)),
    ("a close of another ceremony", "close.txt", edit("ceremony=.*", "ceremony=2021-0099")),
    ("an unknown end state", "close.txt", edit("state=completed", "state=complete")),
    ("a line after the end", "close.txt", lambda text: text + "reason=\n"),
]


# ---------------------------------------------------------------------------------------------
# Flaws of a chain
# ---------------------------------------------------------------------------------------------

def byte_changed(rng, out):
    """One byte of one file of a completed ceremony."""
    folders = [f for f in sorted(out.iterdir()) if (f / "result.csv").is_file()]
    if not folders:
        raise Unfit
    path = rng.choice([p for p in sorted(rng.choice(folders).iterdir())])
    data = bytearray(path.read_bytes())
    at = rng.randrange(len(data))
    data[at] = rng.choice([b for b in range(256) if b != data[at]])
    path.write_bytes(data)


def file_missing(rng, out):
    folders = [f for f in sorted(out.iterdir()) if (f / "result.csv").is_file()]
    if not folders:
        raise Unfit
    (rng.choice(folders) / rng.choice(["batches.csv", "plan.csv", "roster.csv", "freeze.txt", "seed.txt", "result.csv"])).unlink()


def folder_missing(rng, out):
    shutil.rmtree(rng.choice([f for f in sorted(out.iterdir()) if f.name.startswith("2021-")]))


def season_line_missing(rng, out):
    path = out / "season.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    last = max(i for i, line in enumerate(lines) if line.startswith("2021-"))
    path.write_text("\n".join(lines[:last] + lines[last + 1:]), encoding="utf-8")


def season_digest_changed(rng, out):
    path = out / "season.txt"
    text = path.read_text(encoding="utf-8")
    at = rng.choice([m.start() for m in re.finditer("[0-9a-f]{64}", text)])
    path.write_text(text[:at] + ("1" if text[at] == "0" else "0") + text[at + 1:], encoding="utf-8")


def redrawn(rng, out):
    """The second formal ceremony is drawn again with other digits; nothing else is touched."""
    folder = out / "2021-0002"
    if not (folder / "seed.txt").is_file():
        raise Unfit
    text = (folder / "seed.txt").read_text(encoding="utf-8")
    (folder / "seed.txt").write_text(text[:-2] + str((int(text[-2]) + 1) % 10) + "\n", encoding="utf-8")
    ceremonies.complete(folder)


def aborted_after_all(rng, out):
    """An abort after every slot had been read out."""
    folder = out / "2021-0003"
    files, nonce, digits = ceremonies.frozen_files(rng, "2021-0003", draw.sha256((out / "2021-0002/close.txt").read_bytes()), ceremonies.random_lists(rng))
    files["close.txt"] = ceremonies.aborted_close(files, "2021-0003", nonce, digits)
    replace_last(out, folder, files)


def aborted_with_other_nonce(rng, out):
    folder = out / "2021-0003"
    files, nonce, digits = ceremonies.frozen_files(rng, "2021-0003", draw.sha256((out / "2021-0002/close.txt").read_bytes()), ceremonies.random_lists(rng))
    files["close.txt"] = ceremonies.aborted_close(files, "2021-0003", "5" * 64, digits[:1])
    replace_last(out, folder, files)


def replace_last(out, folder, files):
    shutil.rmtree(folder)
    ceremonies.write_files(folder, files)
    (out / "season.txt").unlink()


def nonce_shared(rng, out):
    """The last ceremony repeats the first's nonce."""
    first = (out / "2021-0001/freeze.txt").read_text(encoding="utf-8")
    nonce = re.search("nonce=.*", first)[0]
    files = build(rng, "2021-0003", draw.sha256((out / "2021-0002/close.txt").read_bytes()), "freeze.txt", edit("nonce=.*", nonce))
    for name in ("seed.txt", "result.csv", "close.txt"):
        del files[name]
    replace_last(out, out / "2021-0003", files)


def chain_broken(rng, out):
    """The last ceremony hangs on another close than its predecessor's; its own folder is whole."""
    replace_last(out, out / "2021-0003", build(rng, "2021-0003", "7" * 64))


def frozen_twice(rng, out):
    """The next ceremony was frozen while one was still open."""
    folder = out / "2021-0002"
    for name in ("seed.txt", "result.csv", "close.txt"):
        (folder / name).unlink(missing_ok=True)
    (out / "season.txt").unlink()


CHAIN_FLAWS = [byte_changed, byte_changed, byte_changed, byte_changed, file_missing, folder_missing, season_line_missing, season_digest_changed,
               redrawn, aborted_after_all, aborted_with_other_nonce, nonce_shared, chain_broken, frozen_twice]


# ---------------------------------------------------------------------------------------------
# The comparison
# ---------------------------------------------------------------------------------------------

class Tally:
    def __init__(self, binary, stops=False):
        self.binary, self.passed, self.failed, self.stops = binary, 0, 0, stops

    def count(self, holds, sentence):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        if not holds:
            print("FAILED " + sentence)
            if self.stops:
                sys.exit(1)

    def run(self, *args):
        return subprocess.run([self.binary, *map(str, args)], stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", errors="replace")

    def accept(self, paths, what):
        if draw.verify(paths, out=lambda _: None):
            raise AssertionError(f"draw.py itself refuses {what}")
        done = self.run("draw", "verify", *paths)
        self.count(done.returncode == 0, f"{what}: status {done.returncode} for a good one\n{done.stdout[-1500:]}{done.stderr[-1500:]}")

    def refuse(self, paths, what):
        if not draw.verify(paths, out=lambda _: None):
            raise AssertionError(f"draw.py itself accepts {what}")
        done = self.run("draw", "verify", *paths)
        said = (done.stdout + done.stderr).strip()
        self.count(done.returncode == 1 and said, f"{what}: status {done.returncode} for a flawed one, want 1 and a sentence\n{said[-1500:]}")


def paths_of(out):
    return sorted(out.iterdir())


def check_seed(tally, seed, work):
    """One random season, good and with each flaw of a chain; one folder with each flaw of form."""
    rng = random.Random(f"compare {seed}")
    good = work / f"{seed}-good"
    ceremonies.write_chain(seed, good, 3, 2)
    tally.accept(paths_of(good), f"season {seed}")
    tally.accept([p for p in paths_of(good) if p.name not in ("season.txt", "2021-0002")], f"season {seed} with a gap, without its list")
    for folder in paths_of(good):
        if folder.is_dir():
            tally.accept([folder], f"season {seed}, {folder.name} alone")
    for n, flaw in enumerate(CHAIN_FLAWS):
        out = work / f"{seed}-chain-{n}"
        shutil.copytree(good, out)
        try:
            flaw(rng, out)
        except Unfit:
            continue
        tally.refuse(paths_of(out), f"season {seed}, {flaw.__name__} ({out})")
    for n, (what, stage, flaw) in enumerate(FLAWS):
        check_form(tally, rng, f"seed {seed}: {what}", stage, flaw, work / f"{seed}-form-{n}")
    check_open(tally, rng, seed, work)
    for _ in range(5):
        check_ticket(tally, rng)


def check_form(tally, rng, what, stage, flaw, out):
    for _ in range(50):  # until a random ceremony has a place for the flaw
        try:
            files = build(rng, "2021-0001", draw.ZEROS, stage, flaw)
            break
        except Unfit:
            continue
    else:
        raise AssertionError(f"no ceremony has a place for: {what}")
    ceremonies.write_files(out / "2021-0001", files)
    tally.refuse([out / "2021-0001"], f"{what} ({out})")


def check_open(tally, rng, seed, work):
    """A frozen folder, with and without its seed, is open and no error."""
    folder = ceremonies.write_random(seed, work / f"{seed}-open")
    tally.accept([folder], f"open ceremony {seed} with a seed")
    (folder / "seed.txt").unlink()
    tally.accept([folder], f"open ceremony {seed}")


def check_ticket(tally, rng):
    seed, index = rng.randbytes(32), rng.choice([0, 1, 39999, rng.randrange(2 ** 40)])
    stream = rng.choice([0, 1, 2, 2 ** 32, 2 ** 63 + 1, rng.randrange(2 ** 64)])
    done = tally.run("draw", "ticket", seed.hex(), stream, index)
    want = draw.ticket(seed, stream, index).hex()
    tally.count(done.returncode == 0 and want in done.stdout, f"ticket {seed.hex()} {stream} {index}: want {want}, got {done.stdout.strip()}{done.stderr.strip()}")


def check_vectors(tally, vectors, work):
    folders = sorted(p for p in vectors.iterdir() if p.is_dir())
    tally.accept(folders, "the vectors")
    rng = random.Random("vectors")
    for n in range(30):
        out = work / f"vectors-{n}"
        shutil.copytree(vectors, out)
        byte_changed(rng, out)
        tally.refuse(paths_of(out), f"the vectors with one byte changed ({out})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("ruxue")
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--keep", type=Path, help="work here and leave everything")
    parser.add_argument("--first", action="store_true", help="stop at the first difference")
    args = parser.parse_args()
    tally = Tally(args.ruxue, args.first)
    with tempfile.TemporaryDirectory() as scratch:
        work = args.keep or Path(scratch)
        if args.vectors:
            check_vectors(tally, args.vectors, work)
        for seed in args.seeds.split(","):
            check_seed(tally, int(seed), work)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
