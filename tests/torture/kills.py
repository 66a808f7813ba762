"""Kills at random moments: chains of acts on one desk, each killed somewhere between its start and its end."""

import shutil
import time

from acts import AddPerson, Backup, Freeze, Import, Place, Print, Run, Switch, Withdraw
from desk import Ledger, sound
from stage import Figure

SMALL = 7


def chain_of(stage, dice, number, folder):
    """The acts of one chain: entry, imports and backups in any order, then a draw, placing and printing."""
    files = iter(stage.chunks[30:])
    small = []
    for n in range(SMALL):
        kind = dice.choice(["person", "switch", "switch", "import", "import", "import", "withdraw", "backup", "backup"])
        small.append({
            "person": lambda: AddPerson(f"K{number}-{n}"),
            "switch": lambda: Switch(f"第{number}串第{n}次", n + 1),
            "import": lambda: Import(next(files), 4),
            "withdraw": lambda: "withdraw",
            "backup": lambda: Backup(folder / "medium"),
        }[kind]())
    return [*small, Freeze(), Run(), Place(), Print(folder / "papers")]


def resolved(act, desk, place):
    """Withdrawing is of the newest import that stands, or a switch where there is none."""
    if act != "withdraw":
        return act
    lines = desk.run("centre", "import", "list", "--json").good().lines()
    last = [one["import"] for one in lines if one["file"].startswith("part-") and not one["withdrawn"]]
    return Withdraw(last[-1]) if last else Switch(f"第{place}件时没有可撤回的", 80 + place)


def typical(stage):
    """Seconds that each kind of act takes on this machine, now."""
    folder = stage.place("typical")
    desk, taken = half(stage, folder), {}
    (folder / "medium").mkdir()
    for act in [AddPerson("K"), Switch("试", 91), Import(stage.chunks[40], 4), Backup(folder / "medium"), Freeze(), Run(), Place(), Print(folder / "papers")]:
        begun = time.monotonic()
        ran = act.start(desk).good()
        taken[type(act)] = time.monotonic() - begun
        del ran
    return taken | {Withdraw: taken[Import]}


def relearn(took, kind, ran, after, elapsed):
    """What else the machine does changes how long an act takes: kills should fall before, within and after it."""
    if ran.status >= 0:
        took[kind] = 0.7 * took[kind] + 0.3 * elapsed
    elif after > took[kind]:
        took[kind] *= 1.1


def half(stage, folder):
    return stage.half.copy(folder / "desk")


def kills(stage, count):
    figure = Figure("kills at random moments, acts of entry, import, draw, print, backup", count)
    acts_a_chain = SMALL + 4
    took = typical(stage)
    came = []

    def chain(number):
        dice, folder, flaws = stage.dice("kills", number), stage.place(f"kills-{number}"), []
        desk, ledger = half(stage, folder), Ledger()
        (folder / "medium").mkdir()
        flaws += sound(desk, ledger)
        for place, act in enumerate(chain_of(stage, dice, number, folder)):
            act = resolved(act, desk, place)
            after, begun = dice.uniform(0, 1.5) * took[type(act)], time.monotonic()
            ran = act.start(desk, kill_after=after)
            came.append(ran.status < 0)
            relearn(took, type(act), ran, after, time.monotonic() - begun)
            where = f"{act} killed after {after * 1000:.0f} ms (status {ran.status})"
            found = sound(desk, ledger)
            times = act.times(desk)
            if ran.status == 0 and times != 1:
                found.append(f"acknowledged, and {times} times there")
            if ran.status == 0:
                found += act.whole(desk, ran)
            found += act.repeat(desk) or sound(desk, ledger)
            flaws += [f"{where}: {flaw}" for flaw in found]
            if found:
                break
            with stage.lock:
                figure.reached += 1
        if not flaws:
            shutil.rmtree(folder)
        return flaws

    stage.each(figure, range(-(-count // acts_a_chain)), chain, counts=False)
    figure.notes.append(f"{sum(came)} of {len(came)} killed before their end")
    figure.control = dropped_act_is_found(stage)
    return figure


def dropped_act_is_found(stage):
    """Control: an acknowledged act that the disk forgot must be missed."""
    folder = stage.place("kills-control")
    desk, ledger = half(stage, folder), Ledger()
    before = desk.copy(folder / "before")
    for act in [Switch("将被遗失", 92), Import(stage.chunks[40], 4)]:
        act.start(desk).good()
    sound(desk, ledger)
    before.copy(desk.folder)
    flaws = sound(desk, ledger, learn=False)
    lost = any("lost" in flaw for flaw in flaws) and act.times(desk) == 0
    return "an acknowledged act that the disk forgot is missed, and one done twice is seen" if lost and twice_is_found(stage) else ""


def twice_is_found(stage):
    """Control: rows that were entered twice must be seen."""
    folder = stage.place("kills-twice")
    desk, file = half(stage, folder), folder / stage.chunks[40].name
    for receipts in ("X21000", "X21900"):
        text = stage.chunks[40].read_text(encoding="utf-8-sig")
        file.write_text(text.replace("X21000", receipts).replace(",110105", ",110108" if receipts == "X21900" else ",110105"), encoding="utf-8-sig")
        act = Import(file, 4)
        act.start(desk)
    return act.times(desk) != 1
