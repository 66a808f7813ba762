"""Acts of the command line that a torture breaks off: how each is told to be there, once, and how it is repeated."""

import hashlib
import re
import subprocess
from pathlib import Path

from desk import ADMINISTRATOR, DIGITS, FREEZE, backups, half_files, imports, people

NUMBER = re.compile(r"朝教入〔\d+〕(\S+?)-(\d{4})")


class Act:
    """One act on a desk. `words` and `user` say how it is asked for."""
    user = ADMINISTRATOR
    # Whether the command itself refuses to do it a second time.
    refuses_twice = True

    def start(self, desk, **how):
        return desk.run(self.user, *self.words, **how)

    def times(self, desk):
        """How many times it is in the desk."""
        raise NotImplementedError

    def whole(self, desk, ran):
        """Flaws of what it leaves besides, once it is acknowledged by `ran`."""
        return []

    def repeat(self, desk):
        """Asks for it again after an outcome that nobody knows, as a person would; gives the flaws."""
        times = self.times(desk)
        if not 0 <= times <= 1:
            return [f"{self}: {times} times"]
        if times == 1 and not self.refuses_twice:
            return []
        ran = self.start(desk)
        if times == 1 and not ran.refuses():
            return [f"{self} is there, and the repeat was not refused: {ran}"]
        if times == 0 and ran.status != 0:
            return [f"{self} is not there, and cannot be repeated: {ran}"]
        after = self.times(desk)
        return [f"{self}: {after} times after the repeat"] if after != 1 else self.whole(desk, ran)

    def __str__(self):
        return " ".join(Path(w).name if "/" in w else w for w in map(str, self.words[:4]))


class AddPerson(Act):
    def __init__(self, name):
        self.name, self.words = name, ["user", "add", name]

    def times(self, desk):
        """Once where the person stands in the list and gets in; a row without its key is an account begun, which
        asking again must finish."""
        rows = people(desk).count(self.name)
        return rows if rows != 1 else int(self.gets_in(desk))

    def gets_in(self, desk):
        tried = desk.run(self.name, "policy", "show")
        return tried.status == 0 or "角色" in tried.err


class Switch(Act):
    user, refuses_twice = "centre", False

    def __init__(self, reason, days):
        self.reason = reason
        self.words = ["policy", "switch", "lease_gap_days", days, "--reason", reason]

    def times(self, desk):
        return desk.journal().count(act="SWITCH_SET", reason=self.reason)


class Import(Act):
    user = "clerk"

    def __init__(self, file, rows):
        self.file, self.rows, self.words = Path(file), rows, ["import", "applicants", file, "--json"]

    def times(self, desk):
        taken = [n for n in imports(desk).get(self.file.name, []) if n]
        return len(taken) if all(n == self.rows for n in taken) else -1

    def repeat(self, desk):
        """The same file again: what is there already comes out as unchanged."""
        before = self.times(desk)
        if not 0 <= before <= 1:
            return [f"{self}: {before} times"]
        ran = self.start(desk)
        if ran.status != 0:
            return [f"{self} cannot be repeated: {ran}"]
        said, there = ran.lines()[0], self.rows * before
        flaws = [] if said["unchanged"] == there and said["taken"] == self.rows - there else [f"{self}: {before} times there, and the repeat says {said}"]
        after = self.times(desk)
        return flaws + ([f"{self}: {after} times after the repeat"] if after != 1 else [])


class Withdraw(Act):
    user = "clerk"

    def __init__(self, number):
        self.number, self.words = number, ["import", "withdraw", number]

    def times(self, desk):
        return desk.journal().count(act="IMPORT_WITHDRAW", id=str(self.number))


class Backup(Act):
    refuses_twice = False

    def __init__(self, out, known_as=None):
        """`known_as` is the folder's path in the desk's list, where it was moved since."""
        self.out, self.words, self.known_as = Path(out), ["backup", "--out", out, "--json"], str(known_as or out)

    def counted(self, desk):
        return {name: line for name, line in backups(desk).items() if line["folder"] == self.known_as}

    def times(self, desk):
        return min(len(self.counted(desk)), 1)

    def whole(self, desk, ran=None):
        """Every backup that counts is there, and the newest is proved once more."""
        counted = self.counted(desk)
        flaws = [f"{name} counts, and is not there whole" for name, line in counted.items()
                 if not (self.out / name).is_file() or (self.out / name).stat().st_size != line["bytes"]]
        for name in list(counted)[-1:] if not flaws else []:
            proved = desk.run(ADMINISTRATOR, "backup", "--check", self.out / name)
            flaws += [] if proved.status == 0 else [f"{name} counts: {proved}"]
        if ran and ran.status == 0 and Path(ran.lines()[0]["file"]).name not in counted:
            flaws.append(f"acknowledged, and does not count: {ran.out}")
        return flaws

    def repeat(self, desk):
        ran = self.start(desk)
        return self.whole(desk, ran) if ran.status == 0 else [f"{self} cannot be repeated: {ran}"]


class Freeze(Act):
    user, words = "centre", [*FREEZE, "--json"]

    def times(self, desk):
        return desk.journal().count(act="FREEZE", kind="ceremony")

    def whole(self, desk, ran):
        said = ran.lines()[0] if ran.status == 0 else None
        if said is None:
            return []
        sheet = desk.folder / "ceremonies" / said["ceremony"] / "freeze.txt"
        same = sheet.is_file() and hashlib.sha256(sheet.read_bytes()).hexdigest() == said["freeze"]
        return [] if same else [f"freeze.txt is not what was acknowledged: {said}"]


class Run(Act):
    user, words = "centre", ["draw", "run", "2021-0001", *DIGITS]

    def times(self, desk):
        return desk.journal().count(act="ADOPT", id="2021-0001")

    def whole(self, desk, ran):
        folder = desk.folder / "ceremonies" / "2021-0001"
        said = desk.run("centre", "draw", "verify", folder)
        return [] if said.status == 0 else [f"{said}"]


class Place(Act):
    user, words = "centre", ["place"]

    def times(self, desk):
        return min(desk.journal().count(act="PLACE"), 1)

    def repeat(self, desk):
        ran = self.start(desk)
        return [] if ran.status == 0 else [f"place cannot be repeated: {ran}"]


class Print(Act):
    """The notices: each child has one number, whichever run of the command printed it."""
    user = "centre"

    def __init__(self, out):
        self.out, self.words = Path(out), ["print", "notice", "--out", out, "--json"]

    def times(self, desk):
        numbers, pages = numbers_on(self.out)
        return 1 if pages and len(set(numbers)) == len(numbers) else 0

    def whole(self, desk, ran):
        flaws = [f"{name} is half a file" for name in half_files(self.out)]
        numbers, pages = numbers_on(self.out)
        if len(set(numbers)) != len(numbers):
            flaws.append("a number stands on two pages")
        by_school = {}
        for school, serial in numbers:
            by_school.setdefault(school, []).append(int(serial))
        flaws += [f"{school}: numbers {sorted(found)}" for school, found in by_school.items() if sorted(found) != list(range(1, len(found) + 1))]
        if ran.status == 0 and ran.lines()[0]["pages"] != len(numbers):
            flaws.append(f"{ran.lines()[0]['pages']} pages acknowledged, {len(numbers)} numbers on {pages} files")
        return flaws

    def repeat(self, desk):
        ran = self.start(desk)
        return self.whole(desk, ran) if ran.status == 0 else [f"{self} cannot be repeated: {ran}"]


def numbers_on(folder):
    """The numbers on the notices of a folder, page by page, and how many files there are."""
    numbers, files = [], sorted(Path(folder).glob("*.pdf"))
    for file in files:
        text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True).stdout
        for page in text.split("\f"):
            found = NUMBER.search(page)
            numbers += [found.groups()] if found else []
    return numbers, len(files)
