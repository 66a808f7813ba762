"""What every torture needs: the program, the shim, desks to begin from, cases run two at a time, and the table's lines."""

import os
import random
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from desk import Broken, Desk, chunks

HERE = Path(__file__).resolve().parent
AT_ONCE = 2
TABLES = ["schools", "catchments", "primary-zones", "seat-records"]


@dataclass
class Figure:
    """One line of the table."""
    name: str
    asked: int
    reached: int = 0
    flaws: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    control: str = ""
    skipped: str = ""

    def held(self, bounded):
        """Whether nothing was found, the control lost, and as much was tried as was asked for."""
        return bool(self.skipped) or (not self.flaws and bool(self.control) and (bounded or self.reached >= self.asked))


class Stage:
    """The folder that all tortures work in."""

    def __init__(self, program, work, desks, seed, deadline=None):
        self.program, self.work, self.desks = Path(program).resolve(), Path(work), Path(desks)
        self.seed, self.deadline = seed, deadline
        self.shim = self.work / "shim.so"
        self.lock = threading.Lock()

    def prepare(self):
        """Compiles the shim and makes the desks to begin from."""
        command = ["cc", "-O2", "-Wall", "-shared", "-fPIC", "-o", self.shim, HERE / "shim.c", "-lpthread"]
        built = subprocess.run(command, capture_output=True, text=True)
        if built.returncode != 0:
            raise Broken(f"the shim does not compile: {built.stderr}")
        district = self.work / "district"
        Desk(self.program, self.work / "none").run("it", "sample", "--children", "200", "--seed", "7", "--out", district).good()
        self.parts = self.work / "parts"
        self.parts.mkdir()
        self.applicants = district / "applicants.csv"
        self.chunks = chunks(self.applicants, self.parts, 4)
        self.new = self.take("new")
        self.tables = self.base(self.new, "tables", district, TABLES)
        self.sample = self.base(self.tables, "sample", district, ["applicants", "choices", "joint-review"])
        self.half = self.base(self.tables, "half", self.first_half(district), ["applicants", "choices"])
        self.placed = self.sample.copy(self.work / "base" / "placed")
        self.placed.run("centre", "place").good()

    def first_half(self, district):
        """The district with the children of the first 30 parts alone."""
        folder = self.work / "first-half"
        folder.mkdir()
        texts = [part.read_text(encoding="utf-8-sig").splitlines(keepends=True) for part in self.chunks[:30]]
        (folder / "applicants.csv").write_text("".join(texts[0] + [line for text in texts[1:] for line in text[1:]]), encoding="utf-8-sig")
        shutil.copy(district / "choices.csv", folder)
        return folder

    def take(self, name):
        if not (self.desks / name / "keys.json").exists():
            raise Broken(f"no desk {self.desks / name}: `make torture` has it made")
        return Desk(self.program, self.desks / name).copy(self.work / "base" / name)

    def base(self, before, name, district, kinds):
        """A desk with more templates imported; the backups that it made on the way are taken off."""
        desk = before.copy(self.work / "base" / name)
        for kind in kinds:
            user = "clerk" if kind in ("applicants", "choices") else "centre"
            desk.run(user, "import", kind, district / f"{kind}.csv").good()
        for file in (desk.folder / "backups").glob("*.tar"):
            file.unlink()
        return desk

    def place(self, name):
        """An empty folder of this name."""
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def dice(self, *words):
        return random.Random(":".join(map(str, [self.seed, *words])))

    def shimmed(self, trace=None, fault=None, root=None):
        """The environment that puts the shim between the program and the disk."""
        env = {"LD_PRELOAD": str(self.shim), "TORTURE_ROOT": str(root or self.work)}
        return env | ({"TORTURE_TRACE": str(trace)} if trace else {}) | ({"TORTURE_FAULT": fault} if fault else {})

    def late(self):
        return self.deadline is not None and time.monotonic() > self.deadline

    def each(self, figure, cases, work, counts=True):
        """`work(case)` for every case, so many at once; it gives the flaws found. Keeps them, and counts the
        cases unless the work does."""
        waiting = iter(cases)

        def on():
            while not self.late():
                with self.lock:
                    case = next(waiting, None)
                if case is None:
                    return
                try:
                    flaws = work(case)
                except (Broken, OSError, ValueError, KeyError) as error:
                    flaws = [f"{error}" if isinstance(error, Broken) else f"{error!r}"]
                with self.lock:
                    figure.reached += counts
                    figure.flaws += [f"{case}: {flaw}" for flaw in flaws]

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in [pool.submit(on) for _ in range(AT_ONCE)]:
                done.result()


def can_mount():
    return os.geteuid() == 0
