"""A full disk: acts on a small tmpfs with less and less room, until room is made again."""

import subprocess
from contextlib import contextmanager

from acts import AddPerson, Backup, Freeze, Import, Place, Print, Switch
from desk import Ledger, sound
from stage import Figure, can_mount

MEBIBYTES = 8
PER_DISK = 8


@contextmanager
def small_disk(stage):
    """A tmpfs of a few megabytes; its folder."""
    folder = stage.place("disk")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEBIBYTES}m", "tmpfs", folder], check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


class Filler:
    """A file that leaves so many bytes free."""

    def __init__(self, folder):
        self.file = folder / "filler"

    def leave(self, room):
        with open(self.file, "wb", buffering=0) as file:
            block = bytes(4096)
            try:
                while True:
                    file.write(block)
            except OSError:
                pass
            file.truncate(max(0, file.seek(0, 2) - room))

    def free(self):
        self.file.unlink(missing_ok=True)


def act_of(dice, n, folder, files):
    return dice.choice([
        lambda: AddPerson(f"F{n}"), lambda: Switch(f"第{n}次", n + 1), lambda: Import(next(files), 4),
        lambda: Backup(folder / "medium"), lambda: Print(folder / "papers"),
    ])()


def full(stage, rounds):
    figure = Figure("acts on a full disk (tmpfs)", rounds)
    if not can_mount():
        figure.skipped = "no right to mount a tmpfs: run as root"
        return figure
    refused = []
    try:
        for number in range(-(-rounds // PER_DISK)):
            if stage.late():
                break
            with small_disk(stage) as folder:
                one_disk(stage, figure, folder, number, min(PER_DISK, rounds - figure.reached), refused)
    except subprocess.CalledProcessError as error:
        figure.skipped = f"no tmpfs can be mounted here: {(error.stderr or b'').decode().strip()}"
        return figure
    figure.notes.append(f"{len(refused)} of {figure.reached} acts found no room and said so")
    # The control of this figure is the disk's: without acts refused for room the disk was never full.
    if refused:
        figure.control = cut_file_is_found(stage)
    return figure


def one_disk(stage, figure, folder, number, rounds, refused):
    dice, filler, files = stage.dice("full", number), Filler(folder), iter(stage.chunks[30:])
    desk, ledger = stage.half.copy(folder / "desk"), Ledger()
    (folder / "medium").mkdir()
    (folder / "papers").mkdir()
    Place().start(desk).good()
    sound(desk, ledger)
    for n in range(rounds):
        act = Freeze() if n == PER_DISK - 1 else act_of(dice, n, folder, files)
        before = act.times(desk) if isinstance(act, (Backup, Print)) else 0
        room = dice.choice([0, 4096, 8192, 40_000, 80_000, 160_000, 500_000, 1_000_000, 1_500_000, 2_000_000])
        filler.leave(room)
        ran = act.start(desk)
        filler.free()
        found = sound(desk, ledger)
        done = act.times(desk)
        if ran.status == 0:
            found += [] if done == 1 else [f"acknowledged, and {done} times there: {ran}"]
            found += act.whole(desk, ran)
        elif not ran.refuses():
            found.append(f"no sentence: {ran}")
        elif not before:
            refused.append(ran)
            found += act.repeat(desk) or sound(desk, ledger)
        figure.reached += 1
        figure.flaws += [f"disk {number}, act {n}, {room} bytes free, {act}: {flaw}" for flaw in found]
        # Room for the next: own backups are a person's to take away.
        for file in [*(desk.folder / "backups").glob("*.tar")]:
            file.unlink()


def cut_file_is_found(stage):
    """Control: a page that did not fit, and was acknowledged all the same, must be found."""
    desk = stage.half.copy(stage.place("full-control") / "desk")
    with open(desk.folder / "desk.db", "r+b") as file:
        file.truncate(file.seek(0, 2) - 4096)
    return "a database cut by a page is found" if sound(desk) else ""
