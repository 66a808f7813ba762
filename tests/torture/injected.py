"""Injected errors: the n-th change, write or sync of an act goes wrong, for every n up to a bound."""

import shutil

import trace
from acts import Act, AddPerson, Backup, Freeze, Import, Run
from desk import ADMINISTRATOR, Desk, Ledger, backups, sound
from stage import Figure

# Each fault, what it counts (as trace.changes has them), and its name in the table.
FAULTS = {"kill": (0, "killed"), "full": (1, "no space"), "eio": (2, "sync error"), "eio-drop": (2, "sync error, data gone")}


class Migration(Act):
    """The first sign-in at a desk that an older program left: whoever looks has it migrated."""
    words = ["user", "list", "--json"]

    def times(self, desk):
        """Once; and the backup before it counts and is whole."""
        kept = [name for name, line in backups(desk).items() if line["why"] == "migration"]
        proved = [desk.run(ADMINISTRATOR, "backup", "--check", desk.folder / "backups" / name).status for name in kept]
        return 1 if kept and not any(proved) else 0

    def repeat(self, desk):
        ran = self.start(desk)
        if ran.status != 0:
            return [f"cannot be opened afterwards: {ran}"]
        return [] if self.times(desk) == 1 else ["the backup before the migration does not count, or is not whole"]


class Case:
    """An act at a desk to copy for every fault."""

    def __init__(self, name, base, act_in):
        self.name, self.base, self.act_in = name, base, act_in

    def lay(self, stage, name):
        folder = stage.place(name)
        (folder / "medium").mkdir()
        return self.base.copy(folder / "desk"), self.act_in(folder)


def cases(stage):
    older = Desk(stage.program, stage.desks / "older")
    frozen = stage.sample.copy(stage.place("frozen") / "desk")
    Freeze().start(frozen).good()
    return [
        Case("import", stage.tables, lambda folder: Import(stage.applicants, 200)),
        Case("migration", older, lambda folder: Migration()),
        Case("backup", stage.placed, lambda folder: Backup(folder / "medium")),
        Case("a new account", stage.new, lambda folder: AddPerson("丁")),
        Case("a freeze", stage.sample, lambda folder: Freeze()),
        Case("a draw", frozen, lambda folder: Run()),
    ]


def slug(case):
    return case.name.replace(" ", "-")


def injected(stage, most, step=1):
    """A figure for each act; every `step`-th of the first `most` changes is tried."""
    return [of_one(stage, case, most, step) for case in cases(stage)]


def of_one(stage, case, most, step):
    desk, act = case.lay(stage, f"count-{slug(case)}")
    path = stage.work / f"count-{slug(case)}.trace"
    path.unlink(missing_ok=True)
    folder = desk.folder.parent
    act.start(desk, env=stage.shimmed(trace=path, root=folder)).good()
    counts = trace.changes(trace.read(path))
    known, _ = case.lay(stage, f"known-{slug(case)}")
    before = known.journal().texts[:-1] if case.name != "migration" else known.journal().texts[:2]
    tries = [(fault, n) for fault, (which, _) in FAULTS.items() for n in range(1, min(most, counts[which]) + 1, step)]
    figure = Figure(f"errors injected into {case.name}", len(tries))
    figure.notes.append(f"{counts[0]} changes, {counts[1]} writes, {counts[2]} syncs; tried: " +
                        ", ".join(f"{words} at {sum(f == fault for f, _ in tries)}" for fault, (_, words) in FAULTS.items()))
    stage.each(figure, tries, lambda one: attempt(stage, case, before, *one))
    figure.control = lie(stage, case, before, counts[2])
    return figure


def attempt(stage, case, before, fault, n):
    """One run with a fault, what it left, and the same act again."""
    desk, act = case.lay(stage, f"{slug(case)}-{fault}-{n}")
    folder = desk.folder.parent
    ran = act.start(desk, env=stage.shimmed(fault=f"{fault}:{n}", root=folder))
    flaws = []
    if ran.status < 0 and fault != "kill" or ran.status > 0 and not ran.refuses():
        flaws.append(f"no sentence: {ran}")
    flaws += left(desk, act, ran, Ledger(list(before)))
    if not flaws:
        shutil.rmtree(folder)
    return flaws


def left(desk, act, ran, ledger):
    """What is wrong with what a run left, and with the act asked for again."""
    if isinstance(act, Migration):
        # Looking would migrate: the repeat comes first.
        return act.repeat(desk) or sound(desk, ledger)
    flaws = sound(desk, ledger)
    times = act.times(desk) if not flaws else 0
    if not flaws and ran.status == 0 and times != 1:
        flaws.append(f"acknowledged, and {times} times there: {ran}")
    if not flaws and ran.status == 0:
        flaws += act.whole(desk, ran)
    return flaws or act.repeat(desk) or sound(desk, ledger)


def lie(stage, case, before, syncs):
    """Control: a disk that says it synced and drops the data must be found out. The last syncs of an act come after
    the log of changes is folded into the database: what they drop is nowhere else."""
    found = tried = 0
    for n in range(syncs, 0, -1):
        desk, act = case.lay(stage, f"{slug(case)}-lie-{n}")
        ran = act.start(desk, env=stage.shimmed(fault=f"lie:{n}", root=desk.folder.parent))
        tried += 1
        found += ran.status == 0 and bool(left(desk, act, ran, Ledger(list(before))))
        if found:
            break
    return f"a sync that drops its data is found, at the {tried}. try" if found else ""
