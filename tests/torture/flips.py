"""Single bits flipped in the files of a desk: each must be noticed, and a damaged database must not be written to."""

import hashlib
import io
import json
import sqlite3
import tarfile

from acts import Backup, Freeze, Import, Run, Withdraw
from desk import ADMINISTRATOR, Desk
from stage import Figure

OTHERS = {"keys.json": 10, "ceremonies": 20, "a backup": 20}


def flips(stage, count, others=1.0):
    """Figures for desk.db and for the other files; `others` scales the latter."""
    folder = stage.place("flips")
    (folder / "medium").mkdir()
    desk = stage.sample.copy(folder / "desk")
    others_in = folder / "others.csv"
    strangers(stage, folder, others_in)
    for act in [Import(others_in, 200), None, Freeze(), Run(), Backup(folder / "medium")]:
        (act or Withdraw(newest(desk))).start(desk).good()
    return [database(stage, desk, count), *(of(stage, desk, what, max(2, round(n * others))) for what, n in OTHERS.items())]


def strangers(stage, folder, file):
    """Other children under other receipts: an import that is withdrawn leaves free pages in the database."""
    made = folder / "another-district"
    Desk(stage.program, folder / "none").run(ADMINISTRATOR, "sample", "--children", "200", "--seed", "8", "--out", made).good()
    text = (made / "applicants.csv").read_text(encoding="utf-8-sig").replace("X21000", "X21900")
    file.write_text(text, encoding="utf-8-sig")


def newest(desk):
    return max(line["import"] for line in desk.run("centre", "import", "list", "--json").good().lines())


def flipped(data, dice):
    at, bit = dice.randrange(len(data)), 1 << dice.randrange(8)
    return at, bit, data[:at] + bytes([data[at] ^ bit]) + data[at + 1:]


def database(stage, desk, count):
    figure = Figure("bits flipped in desk.db", count)
    whole = (desk.folder / "desk.db").read_bytes()

    def one(n):
        at, bit, data = flipped(whole, stage.dice("flips", n))
        place = stage.place(f"flip-{n % 16}-{n}")
        copy = desk.copy(place / "desk")
        file = copy.folder / "desk.db"
        file.write_bytes(data)
        flaws, where = [], f"byte {at} (page {at // 4096 + 1}), bit {bit}"
        for user, words in [(ADMINISTRATOR, ["desk", "check"]), ("centre", ["check"])]:
            ran = copy.run(user, *words)
            if words[0] == "desk" and not ran.refuses():
                flaws.append(f"{where}: not noticed: {ran}")
            if hashlib.sha256(file.read_bytes()).digest() != hashlib.sha256(data).digest():
                flaws.append(f"{where}: `{' '.join(words)}` wrote to the damaged file: {ran}")
                break
        return flaws

    stage.each(figure, range(count), lambda n: cleared(stage, n, one))
    figure.control = plain_copy_lets_some_pass(stage, count)
    return figure


def cleared(stage, n, one):
    flaws = one(n)
    if not flaws:
        stage.place(f"flip-{n % 16}-{n}").rmdir()
    return flaws


def plain_copy_lets_some_pass(stage, count):
    """Control: in a database that is not encrypted, SQLite's own check does not notice every flip."""
    path = stage.work / "plain.db"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE journal (seq INTEGER PRIMARY KEY, entry TEXT)")
        plain.executemany("INSERT INTO journal VALUES (?, ?)", [(n, f"entry {n} " * 40) for n in range(1, 400)])
    plain.close()
    whole, passed = path.read_bytes(), 0
    for n in range(min(count, 40)):
        path.write_bytes(flipped(whole, stage.dice("plain", n))[2])
        try:
            open_again = sqlite3.connect(path)
            passed += open_again.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            pass
        finally:
            open_again.close()
    return f"without encryption {passed} of {min(count, 40)} pass SQLite's check" if passed else ""


def of(stage, desk, what, count):
    """Flips in the files beside the database; what notices them is named in README.md."""
    figure = Figure(f"bits flipped in {what}", count)
    files = {
        "keys.json": [desk.folder / "keys.json"],
        "ceremonies": sorted(f for f in (desk.folder / "ceremonies").rglob("*") if f.is_file() and f.name != "nonce.sealed"),
        "a backup": sorted((desk.folder.parent / "medium").glob("*.tar")),
    }[what]
    harmless = []

    def one(n):
        dice = stage.dice(what, n)
        file = dice.choice(files)
        place = stage.place(f"other-{what.replace(' ', '-')}-{n}")
        copy = desk.copy(place / "desk")
        inside = file.is_relative_to(desk.folder)
        target = copy.folder / file.relative_to(desk.folder) if inside else place / file.name
        at, bit, data = flipped(file.read_bytes(), dice)
        target.write_bytes(data)
        if what == "keys.json":
            return keys(copy, harmless, at, bit)
        words = ["desk", "check"] if inside else ["backup", "--check", target]
        ran = copy.run(ADMINISTRATOR, *words)
        return [] if ran.refuses() else [f"{file.name} byte {at}, bit {bit}: not noticed: {ran}"]

    stage.each(figure, range(count), one)
    if harmless:
        figure.notes.append(f"{len(harmless)} flips shut nobody out")
    passed = sum(looks_well(files, stage.dice(what, n)) for n in range(20))
    figure.control = f"who looks at form and size alone lets {passed} of 20 pass" if passed else ""
    return figure


def looks_well(files, dice):
    """Control: a look that does not read every byte; whether it lets the flip pass."""
    file = dice.choice(files)
    data = flipped(file.read_bytes(), dice)[2]
    try:
        if file.suffix == ".tar":
            return bool(tarfile.open(fileobj=io.BytesIO(data)).getmembers())
        return bool(json.loads(data)) if file.suffix == ".json" else len(data) == file.stat().st_size
    except (tarfile.TarError, ValueError):
        return False


def keys(desk, harmless, at, bit):
    """A flip in keys.json: some person is refused with a sentence, or it touched nothing that opens the desk."""
    refused = 0
    for user in (ADMINISTRATOR, "centre", "auditor", "clerk", "lead", "principal", "reviewer", "secadmin", "centre2", "sysadmin"):
        ran = desk.run(user, "policy", "show")
        refused += ran.status != 0
        if ran.status != 0 and not ran.refuses():
            return [f"byte {at}, bit {bit}: no sentence: {ran}"]
    if not refused:
        harmless.append(at)
    return []
