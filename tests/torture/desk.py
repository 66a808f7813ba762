"""Runs the built `ruxue` on desks and holds what it says against what it acknowledged before."""

import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

# As src-tauri/crates/desk/src/torture.rs has it: the desks that it makes have cheaply derived keys.
PASSWORD = "入学-考验-密码-2021"
ADMINISTRATOR = "it"
FREEZE = ["draw", "freeze", "--level", "小学", "--kind", "private,boarding", "--witness", "公证员:sealed:20",
          "--witness", "家长代表:sealed:20", "--witness", "骰:dice:20"]
DIGITS = ["--digits", "12345678901234567890", "--digits", "09876543210987654321", "--digits", "31415926535897932384"]
PATIENCE = 120
MACHINERY = ["panicked", "os error", "constraint", "failed", "disk I/O", "SQL"]


class Broken(Exception):
    """The torture itself cannot go on: what it needs does not work."""


@dataclass
class Ran:
    """What one run of the command gave; a killed one has a negative status."""
    words: list
    status: int
    out: str
    err: str

    def good(self):
        if self.status != 0:
            raise Broken(f"{self}")
        return self

    def lines(self):
        return [json.loads(line) for line in self.out.splitlines() if line.startswith("{")]

    def refuses(self):
        """Whether it ended with status 1 and a Chinese sentence, and nothing of the machinery's English."""
        chinese = any("一" <= c <= "鿿" for c in self.err)
        return self.status == 1 and chinese and not any(word in self.err for word in MACHINERY)

    def __str__(self):
        words = " ".join(Path(w).name if "/" in w else w for w in self.words)
        return f"`{words}` gave {self.status}: {(self.err or self.out).strip()[-300:]}"


class Desk:
    """One desk's folder, and the program that works on it."""

    def __init__(self, program, folder):
        self.program, self.folder = str(program), Path(folder)

    def start(self, user, *words, env=None, today=None):
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("RUXUE_", "TORTURE_"))}
        clean |= {"RUXUE_PASSWORD": PASSWORD, "RUXUE_PASSWORD2": PASSWORD, "RUXUE_NEW_PASSWORD": PASSWORD}
        words = [*map(str, words), "--desk", str(self.folder), "--user", user]
        return subprocess.Popen([self.program, *words], env=clean | (env or {}), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder.parent)

    def run(self, user, *words, env=None, kill_after=None):
        """Runs the command to its end, or kills it after so many seconds."""
        process = self.start(user, *words, env=env)
        try:
            out, err = process.communicate(timeout=PATIENCE if kill_after is None else kill_after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            out, err = process.communicate()
            if kill_after is None:
                raise Broken(f"`{' '.join(map(str, words))}` hangs") from None
        return Ran(list(map(str, words)), process.returncode, out.decode(errors="replace"), err.decode(errors="replace"))

    def copy(self, folder):
        """The same desk in another folder, which it replaces."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return Desk(self.program, folder)

    def journal(self):
        """The entries, as objects, each proved to follow the one before; the head's number and hash."""
        ran = self.run("auditor", "audit", "list", "--json").good()
        texts = [line for line in ran.out.splitlines() if line.startswith("{")]
        return Journal(texts)

    def bytes(self):
        return sum(f.stat().st_size for f in self.folder.rglob("*") if f.is_file())


class Journal:
    """The journal as it was read, its hashes computed here (spec/records.md, "Journal")."""

    def __init__(self, texts):
        self.texts, self.hashes, previous = texts, [], bytes(32)
        for text in texts:
            previous = hashlib.sha256(b"ruxue-journal/1\n" + previous + text.encode()).digest()
            self.hashes.append(previous.hex())
        self.entries = [json.loads(text) for text in texts]

    def flaw(self, checked):
        """Why it is not in order; `checked` is what `desk check` said before it was read."""
        if [entry["seq"] for entry in self.entries] != list(range(1, len(self.entries) + 1)):
            return "the journal has gaps"
        anchors = [f"{i + 1}:{digest[:16]}" for i, digest in enumerate(self.hashes)]
        if not any(anchor in checked for anchor in anchors):
            return "the head that desk check names is not that of the entries listed"
        return None

    def count(self, **like):
        return sum(all(entry.get(k) == v for k, v in like.items()) for entry in self.entries)


@dataclass
class Ledger:
    """What the desk acknowledged so far, to be found there once, whatever happens."""
    journal: list = field(default_factory=list)
    people: set = field(default_factory=set)
    imports: dict = field(default_factory=dict)
    backups: dict = field(default_factory=dict)

    def copy(self):
        return Ledger(list(self.journal), set(self.people), dict(self.imports), dict(self.backups))


def sound(desk, ledger=None, learn=True):
    """Flaws of a desk: what `desk check` says, the chain, and entries that stood in the journal before and do not
    now. With `learn` the ledger takes up the journal as it stands."""
    checked = desk.run(ADMINISTRATOR, "desk", "check")
    wrong = [line for line in checked.out.splitlines() if line.startswith("✗")]
    # Of a disk of a few megabytes it says that little is left, and is right.
    small = checked.status == 1 and wrong and all(line.startswith("✗ 磁盘：") for line in wrong)
    if checked.status != 0 and not small:
        return [f"{checked} {wrong}"]
    try:
        journal = desk.journal()
    except Broken as broken:
        return [str(broken)]
    flaws = [f for f in [journal.flaw(checked.out)] if f]
    if ledger is not None:
        kept = ledger.journal
        if journal.texts[:len(kept)] != kept:
            flaws.append(f"acknowledged entries are lost or changed: {len(kept)} were there, now {len(journal.texts)}")
        if learn and not flaws:
            ledger.journal = journal.texts
    return flaws


def people(desk):
    return [line["name"] for line in desk.run(ADMINISTRATOR, "user", "list", "--json").good().lines()]


def imports(desk):
    """{file name: [rows taken by each import of it]}"""
    found = {}
    for line in desk.run("centre", "import", "list", "--json").good().lines():
        found.setdefault(line["file"], []).append(line["taken"])
    return found


def backups(desk):
    """{file name: line} of the backups that count."""
    lines = desk.run(ADMINISTRATOR, "backup", "--list", "--json").good().lines()
    names = [line["file"] for line in lines]
    if len(set(names)) != len(names):
        raise Broken("a backup counts twice")
    return dict(zip(names, lines))


def children(desk):
    return [line["receipt"] for line in desk.run("centre", "check", "--json").good().lines()]


def half_files(folder):
    """PDFs under their own name that are not whole."""
    return [f.name for f in Path(folder).rglob("*.pdf") if not f.read_bytes().rstrip().endswith(b"%%EOF")]


def chunks(table, folder, rows):
    """The template file's rows in files of so many; their paths, in order."""
    with open(table, encoding="utf-8-sig", newline="") as file:
        head, *body = csv.reader(file)
    paths = []
    for start in range(0, len(body) - rows + 1, rows):
        path = Path(folder) / f"part-{start // rows:04}.csv"
        with open(path, "w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([head, *body[start:start + rows]])
        paths.append(path)
    return paths
