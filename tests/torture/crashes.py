"""Crash states: a session's writes are recorded, and the disk is put as a power failure at any of them could leave it."""

import itertools
import shutil

import trace
from acts import AddPerson, Backup, Freeze, Import, Place, Print, Run, Switch, Withdraw
from desk import Broken, Desk, Journal, backups, half_files, imports, people, sound
from stage import Figure

CONTROLS = 12


def session(stage, folder):
    """The acts of the recorded session, each with how it shows in the desk."""
    files = stage.chunks[30:]
    yield AddPerson("甲")
    yield Switch("第一次", 11)
    yield from (Import(file, 4) for file in files[:3])
    yield Backup(folder / "medium")
    yield Import(files[3], 4)
    yield AddPerson("乙")
    yield Withdraw(8)
    yield Switch("第二次", 12)
    yield Backup(folder / "medium")
    yield Freeze()
    yield Run()
    yield Place()
    yield Print(folder / "papers")
    yield AddPerson("丙")


class Recorded:
    """A session and its trace. `acknowledged` is [(record number, journal length, act)] in order."""

    def __init__(self, stage):
        self.folder, self.before, path = stage.place("session"), stage.place("session-before"), stage.work / "session.trace"
        desk = stage.half.copy(self.folder / "desk")
        self.base = desk.journal()
        (self.folder / "medium").mkdir()
        (self.folder / "papers").mkdir()
        shutil.copytree(self.folder, self.before, dirs_exist_ok=True)
        path.unlink(missing_ok=True)
        shim, acts, listings = stage.shimmed(trace=path, root=self.folder), [], []
        for number, act in enumerate(session(stage, self.folder)):
            trace.mark(path, number)
            acts.append((act, act.start(desk, env=shim).good()))
            trace.mark(path, number, 1)
            listed = desk.run("auditor", "audit", "list", "--json", env=shim).good()
            listings.append(len([line for line in listed.out.splitlines() if line.startswith("{")]))
        self.final = Journal([line for line in listed.out.splitlines() if line.startswith("{")])
        self.records = trace.read(path)
        self.acknowledged = [(0, len(self.base.texts), None, None)]
        for number, (act, ran) in enumerate(acts):
            # The listing's own sign-in came after the act.
            self.acknowledged.append((self.first_word(number), listings[number] - 1, act, ran))

    def prove(self, stage):
        """With everything kept, the trace must give the very bytes that are there: no write passed the shim by."""
        disk, place = trace.Disk(self.folder, self.before), stage.place("session-proof")
        for record in self.records:
            disk.take(record)
        disk.crash(trace.Temper.keeping(), place)
        for one, other in ((self.folder, place), (place, self.folder)):
            for file in one.rglob("*"):
                same = other / file.relative_to(one)
                if file.is_file() and not (same.is_file() and same.read_bytes() == file.read_bytes()):
                    raise Broken(f"the trace does not give {file.relative_to(one)} as it is")

    def first_word(self, number):
        """The record at which the act's process said its first word: from there on it is acknowledged."""
        begun = False
        for at, record in enumerate(self.records):
            if record[0] == trace.MARK and record[2] == number:
                if record[3] == 1:
                    return at
                begun = True
            elif begun and record[0] == b"1":
                return at
        raise Broken("the trace has not the marks that it was given")

    def flaws(self, desk, at):
        """What is wrong with a desk that was cut off before record `at`."""
        told = [one for one in self.acknowledged if one[0] < at]
        _, length, last, ran = told[-1]
        checked = desk.run("it", "desk", "check")
        if checked.status != 0:
            return [f"{checked}"]
        journal = desk.journal()
        flaws = [flaw for flaw in [journal.flaw(checked.out)] if flaw]
        if journal.texts[:length] != self.final.texts[:length]:
            flaws.append(f"of {length} acknowledged entries not all are there")
        flaws += self.tables(desk, journal)
        place = desk.folder.parent
        made = [one for one in told if isinstance(one[2], Backup)]
        if made:
            flaws += Backup(place / "medium", self.folder / "medium").whole(desk, made[-1][3])
        if isinstance(last, Print):
            flaws += Print(place / "papers").whole(desk, ran)
        elif isinstance(last, (Freeze, Run)):
            flaws += last.whole(desk, ran)
        elif isinstance(last, AddPerson) and last.times(desk) != 1:
            flaws.append(f"{last} was acknowledged, and {last.name} does not get in")
        flaws += [f"{name} is half a file" for name in half_files(place / "papers")]
        return flaws or self.repeated(desk, len(told) - 1)

    def repeated(self, desk, done):
        """The act that was under way, or about to begin, asked for once more."""
        if done == len(self.acknowledged) - 1:
            return []
        act = self.acknowledged[done + 1][2]
        place = desk.folder.parent
        if isinstance(act, Backup):
            act = Backup(place / "medium")
        elif isinstance(act, Print):
            act = Print(place / "papers")
        return act.repeat(desk) or sound(desk)

    @staticmethod
    def tables(desk, journal):
        """The tables say what the journal says: each account, import and backup once."""
        added = sum(entry["act"] == "PERSON_ADD" for entry in journal.entries)
        entered = sum(entry["act"].startswith("IMPORT_") and entry["kind"] == "import" and entry["act"] != "IMPORT_WITHDRAW" for entry in journal.entries)
        names, found = people(desk), imports(desk)
        flaws = [] if len(set(names)) == len(names) else ["an account stands twice"]
        # Ten came with the desk, in one entry.
        if len(names) != added - 1 + 10:
            flaws.append(f"{len(names)} accounts, {added} entries")
        if sum(map(len, found.values())) != entered or any(len(taken) > 1 for taken in found.values()):
            flaws.append(f"imports {found}, {entered} entries")
        backups(desk)
        return flaws


def crashes(stage, count):
    figure = Figure("crash states replayed from a write trace", count)
    recorded = Recorded(stage)
    recorded.prove(stage)
    figure.notes.append(f"{trace.changes(recorded.records)[0]} changes, {trace.changes(recorded.records)[2]} syncs in {len(recorded.acknowledged) - 1} acts")
    stage.each(figure, states(stage, recorded, count, True), lambda state: replay(stage, recorded, state))
    control = Figure("", CONTROLS)
    stage.each(control, states(stage, recorded, CONTROLS, False), lambda state: replay(stage, recorded, state))
    for folder in stage.work.glob("state-control-*"):
        shutil.rmtree(folder)
    if control.flaws:
        figure.control = f"a disk that only says it syncs: {len(control.flaws)} flaws in {control.reached} states"
    return figure


def states(stage, recorded, count, syncs):
    """(number, record, folder) of each crash state, made as the trace goes on."""
    dice = stage.dice("crashes", syncs)
    points = sorted(dice.randint(1, len(recorded.records)) for _ in range(count))
    disk, done = trace.Disk(recorded.folder, recorded.before, syncs), 0
    for number, at in enumerate(points):
        if stage.late():
            return
        for record in itertools.islice(recorded.records, done, at):
            disk.take(record)
        done = at
        place = stage.place(f"state-{number if syncs else f'control-{number}'}")
        disk.crash(trace.Temper(stage.dice("crash", number)), place)
        yield number, at, place


def replay(stage, recorded, state):
    _, at, place = state
    desk = Desk(stage.program, place / "desk")
    flaws = recorded.flaws(desk, at)
    if not flaws:
        shutil.rmtree(place)
    return flaws
