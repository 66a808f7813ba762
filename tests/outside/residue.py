#!/usr/bin/env python3
"""Looks for children's data wherever it should not be, byte by byte.

    residue.py RUXUE PAGES [--long] [--desktop RUXUE-DESKTOP]

A desk with marked names and numbers goes through a season: import, a refused row, judging, draws,
notices, rosters, a case sheet, backup, failures, purge. Then all bytes of the desk's folder, of
TMPDIR and HOME, all file names, and all that was said on standard error are searched for the marks
in UTF-8, UTF-16 and GB18030. Only the papers that a person asked for may hold them, before the purge
and nowhere after it. PAGES is the example of the desk crate that gives the database's pages without
encryption: there the marks must be found before the purge and not after it, also where the purge was
killed and repeated. Controls: planted marks are found, in every encoding and inside a workbook.

--long kills forty purges instead of three; --desktop searches what the window leaves, too.
"""
import csv
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

PASSWORD = "yanshi-ruxue-2021"
LATE = "2029-10-02"
ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "gb18030"]
RARE = "爨龘靐齉麤鱻灪籱"
# Papers and lists that a person asked for: they hold what they are for, and lie in the desk's folder,
# which is its owner's alone.
ASKED_FOR = ("out/notices/", "out/rosters/", "out/cases/", "out/applicants-问题.xlsx")

passed = failed = 0


def check(good, what):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print("FAILED:", what)


class Marks:
    """What is looked for, in every encoding."""

    def __init__(self, texts):
        self.needles = {text.encode(code): (text, code) for text in texts for code in ENCODINGS}

    def within(self, data):
        return [said for needle, said in self.needles.items() if needle in data]

    def of_file(self, path):
        data = path.read_bytes()
        found = self.within(data)
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                for name in book.namelist():
                    found += self.within(book.read(name))
        return found

    def of_tree(self, root, apart=()):
        """Files below a folder that hold a mark, and file names that do."""
        found = []
        for folder, folders, files in os.walk(root):
            for name in folders + files:
                if self.within(name.encode()):
                    found.append(f"{folder}/{name}: the name")
            for name in files:
                path = Path(folder, name)
                inside = path.relative_to(root).as_posix()
                if path.is_file() and not inside.startswith(apart) and self.of_file(path):
                    found.append(inside)
        return found


def mark_children(folder):
    """Puts marked names in the district's applicants; returns the marks and some receipts."""
    path = folder / "applicants.csv"
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    head, rows = rows[0], rows[1:]
    at = {name: head.index(name) for name in
          ["受理编号", "姓名", "证件号码", "监护人一姓名", "监护人一电话", "监护人一证件号码", "出生日期"]}
    texts, receipts = set(), []
    for step, row in enumerate(rows[::9]):
        first, second = RARE[step % 8], RARE[step // 8 % 8]
        name, guardian = f"{first}{second}某", f"{second}{first}某"
        row[at["姓名"]], row[at["监护人一姓名"]] = name, guardian
        texts |= {name, guardian} | {row[at[k]] for k in ("证件号码", "监护人一电话", "监护人一证件号码")}
        receipts.append(row[at["受理编号"]])
    # A row that is refused: it goes to the workbook of problems.
    bad = list(rows[0])
    bad[at["受理编号"]], bad[at["出生日期"]], bad[at["证件号码"]] = "", "二月三十日", "11010520150607999X"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows, bad])
    return sorted(text for text in texts if len(text) > 2), receipts


class Desk:
    """A desk and the surroundings in which the program runs."""

    def __init__(self, binary, work):
        self.binary, self.work, self.said = binary, work, b""
        self.desk = work / "desk"
        for name in ("home", "tmp", "usb", "from"):
            (work / name).mkdir()
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("RUXUE_", "XDG_"))}
        self.env = kept | {"HOME": str(work / "home"), "TMPDIR": str(work / "tmp"), "RUXUE_PASSWORD": PASSWORD,
                           "RUXUE_PASSWORD2": PASSWORD}

    def start(self, user, *words, day="2021-07-06"):
        today = [] if words[0] in ("sample", "season") else ["--user", user, "--today", day]
        return subprocess.Popen([self.binary, *words, "--desk", str(self.desk), *today], env=self.env,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, user, *words, day="2021-07-06", status=0):
        process = self.start(user, *words, day=day)
        out, err = process.communicate()
        self.said += err
        check(process.returncode == status, f"{' '.join(words)} → {process.returncode}: {err.decode()[-300:]}")
        return out

    def pages(self, pages, day):
        done = subprocess.run([pages, self.desk, "secadmin", PASSWORD, day], env=self.env, capture_output=True)
        self.said += done.stderr
        check(done.returncode == 0, f"pages: {done.stderr.decode()[-300:]}")
        return done.stdout


def controls(marks, work):
    """The search finds what is planted."""
    text = next(iter(marks.needles.values()))[0]
    plant = work / "tmp" / "planted"
    for code in ENCODINGS:
        plant.write_bytes(b"\0" * 4099 + text.encode(code) + b"\0" * 7)
        check(marks.of_tree(work / "tmp") == ["planted"], f"planted in {code}")
    with zipfile.ZipFile(plant, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", f"<t>{text}</t>")
    check(marks.of_tree(work / "tmp") == ["planted"], "planted in a workbook")
    plant.unlink()
    named = work / "tmp" / f"{text}.log"
    named.touch()
    check(len(marks.of_tree(work / "tmp")) == 1, "planted in a name")
    named.unlink()


def searched(desk, marks, when, apart):
    for root, apart in [(desk.desk, apart), (desk.work / "tmp", ()), (desk.work / "home", ()), (desk.work / "usb", ())]:
        found = marks.of_tree(root, apart)
        check(not found, f"{when}: {root.name}: {found[:5]}")
    check(not marks.within(desk.said), f"{when}: standard error: {marks.within(desk.said)[:3]}")


def lives(desk, marks, receipts):
    """All that an office does, and what fails on the way."""
    out = str(desk.desk / "out")
    desk.run("centre", "season", "--from", str(desk.work / "from"), "--seed", "7")
    desk.run("principal", "print", "roster", "--out", f"{out}/rosters")
    desk.run("reviewer", "print", "case", "--receipt", receipts[0], "--out", f"{out}/cases")
    listed = desk.run("centre", "check")
    check(not marks.within(listed), "the list of verdicts shows a mark")
    tried = desk.run("centre", "policy", "try", "chaoyang-2022")
    check(not marks.within(tried), "the trial of a pack shows a mark")
    desk.run("sysadmin", "backup", "--out", str(desk.work / "usb"))
    # What fails says what is wrong, not about whom.
    applicants = (desk.work / "from" / "applicants.csv").read_text(encoding="utf-8")
    wrong = desk.work / "from" / "wrong.csv"
    wrong.write_text(applicants.replace("受理编号", "编号一", 1).replace("姓名", "名字", 1), encoding="utf-8")
    desk.run("centre", "import", "applicants", str(wrong), status=1)
    wrong.write_text(applicants + '"' + applicants.splitlines()[1], encoding="utf-8")
    process = desk.start("centre", "import", "applicants", str(wrong), "--all-or-nothing")
    desk.said += process.communicate()[1]
    desk.run("reviewer", "print", "case", "--receipt", "H21999999", "--out", f"{out}/cases", status=1)
    desk.run("sysadmin", "check", status=1)


def killed_purges(desk, keep, pages, marks, times, seed):
    """Purges killed at some moment, each on a fresh copy, then repeated: the repeat leaves nothing."""
    dice = random.Random(seed)
    begun = time.monotonic()
    work = ["secadmin", "purge", "run", "--second", "lead"]
    desk.run(*work, day=LATE)
    whole = time.monotonic() - begun
    for _ in range(times):
        shutil.rmtree(desk.desk)
        shutil.copytree(keep, desk.desk)
        process = desk.start(*work, day=LATE)
        time.sleep(dice.uniform(0.1, 1.0) * whole)
        process.kill()
        desk.said += process.communicate()[1]
        rest = desk.start(*work, day=LATE)
        err = rest.communicate()[1]
        desk.said += err
        # Where the kill came too late, nothing is left to do.
        check(rest.returncode == 0 or "没有到期的记录" in err.decode(), f"repeat: {err.decode()[-300:]}")
        after_purge(desk, pages, marks)


def after_purge(desk, pages, marks):
    held = marks.within(desk.pages(pages, LATE))
    check(not held, f"after the purge, in the database: {held[:3]}")
    searched(desk, marks, "after the purge", ())
    check((desk.desk / "out" / "purge" / "0001.pdf").is_file(), "no certificate")
    verified = desk.run("auditor", "audit", "verify", day=LATE).decode()
    check("链条完整" in verified, f"the journal: {verified}")
    backups = os.listdir(desk.desk / "backups")
    check(len(backups) == 1 and backups[0].endswith("-purge.tar"), f"backups: {backups}")


def dumps_core(start):
    """Whether a process that aborts is dumped, where the system would dump it."""
    for turn in range(1, 21):
        process = start()
        time.sleep(0.02 * (turn % 5))
        os.kill(process.pid, signal.SIGABRT)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = 0
        if os.WIFSIGNALED(status):
            return os.WCOREDUMP(status)
    raise SystemExit("no process was still there to be aborted")


def no_core(desk):
    limit = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (limit[1], limit[1]))
    here = os.getcwd()
    os.chdir(desk.work / "tmp")
    try:
        plain = dumps_core(lambda: subprocess.Popen(["sleep", "5"]))
        own = dumps_core(lambda: desk.start("sysadmin", "backup", "--out", str(desk.work / "usb")))
        check(not own, "a core file was written")
        if not plain:
            print("this machine writes no core files: that control did not run")
        for core in Path(".").glob("*core*"):
            core.unlink()
    finally:
        os.chdir(here)
        resource.setrlimit(resource.RLIMIT_CORE, limit)


def main():
    binary, pages = (str(Path(word).resolve()) for word in sys.argv[1:3])
    long = "--long" in sys.argv
    with tempfile.TemporaryDirectory() as work:
        desk = Desk(binary, Path(work))
        source = Path(work, "from")
        subprocess.run([binary, "sample", "--children", "200", "--seed", "5", "--out", str(source)], env=desk.env,
                       check=True, capture_output=True)
        texts, receipts = mark_children(source)
        marks = Marks(texts)
        controls(marks, Path(work))
        lives(desk, marks, receipts)
        check(marks.of_file(desk.desk / "out" / "applicants-问题.xlsx"), "the workbook of problems is empty")
        before = marks.within(desk.pages(pages, "2021-07-06"))
        check(len(before) > len(texts) * 0.9, f"the pages hold {len(before)} of {len(texts)} marks before the purge")
        searched(desk, marks, "before the purge", ASKED_FOR)
        no_core(desk)
        if "--desktop" in sys.argv:
            import residue_window
            residue_window.search(sys.argv[sys.argv.index("--desktop") + 1], desk, marks, check)
        keep = Path(work, "keep")
        shutil.copytree(desk.desk, keep)
        killed_purges(desk, keep, pages, marks, 40 if long else 2, 11)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
