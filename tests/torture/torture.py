#!/usr/bin/env python3
"""Tortures the built `ruxue`: kills, power failures, failing disks, flipped bits, cut journals, sockets.

    torture.py RUXUE --desks DIR [--short] [--minutes N] [--seed N] [--only NAME,…]

Prints a line a figure: what was asked for, what was reached, and whether its control lost. Exit 1 where a figure does
not hold or a control does not lose. See README.md.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

from crashes import crashes
from desk import Broken
from flips import flips
from full import full
from injected import injected
from kills import kills
from outside import none_of, outside
from sockets import sockets
from stage import Stage
from tail import tail
from window import window

# How each torture is run: in whole, in short, its minutes of the whole on two idle cores.
TORTURES = {
    "kills": (lambda s: [kills(s, 1000)], lambda s: [kills(s, 11)], 6),
    "crashes": (lambda s: [crashes(s, 1000)], lambda s: [crashes(s, 14)], 4),
    "injected": (lambda s: injected(s, 300), lambda s: injected(s, 300, 97), 8),
    "full": (lambda s: [full(s, 80)], lambda s: [full(s, 4)], 0.7),
    "flips": (lambda s: flips(s, 400), lambda s: flips(s, 12, 0.1), 1.2),
    "tail": (lambda s: [tail(s, 8)], lambda s: [tail(s, 2)], 0.2),
    "sockets": (lambda s: [sockets(s, 1000), window(s, 20)], lambda s: [sockets(s, 200)], 0.5),
    "outside": (outside, none_of, 4),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("ruxue")
    parser.add_argument("--desks", required=True, help="what desks_for_the_tortures made (Makefile)")
    parser.add_argument("--work", default="target/torture/work")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", default=",".join(TORTURES))
    args = parser.parse_args()
    chosen = args.only.split(",")
    if unknown := set(chosen) - set(TORTURES):
        parser.error(f"no torture {', '.join(sorted(unknown))}; there are {', '.join(TORTURES)}")
    whole = sum(TORTURES[name][2] for name in chosen)
    if not args.short:
        said = f"{args.minutes:g} of the {whole:.0f} minutes of the whole" if args.minutes else f"{whole:.0f} minutes on two idle cores"
        print(f"torture: {', '.join(chosen)}; seed {args.seed}; takes {said}", flush=True)
    work = Path(args.work).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    stage, begun, good = Stage(args.ruxue, work, args.desks, args.seed), time.monotonic(), True
    try:
        stage.prepare()
        for name in chosen:
            good &= one(stage, name, args, whole)
    except Broken as broken:
        print(f"torture: cannot go on: {broken}")
        good = False
    if good:
        shutil.rmtree(work)
    print(f"torture: {'all figures hold' if good else f'NOT all figures hold (what was left: {work})'}; {(time.monotonic() - begun) / 60:.1f} minutes")
    return 0 if good else 1


def one(stage, name, args, whole):
    """Runs one torture and prints its lines."""
    in_whole, in_short, minutes = TORTURES[name]
    begun = time.monotonic()
    bounded = bool(args.minutes)
    stage.deadline = begun + 60 * args.minutes * minutes / whole if bounded else None
    try:
        figures = (in_short if args.short else in_whole)(stage)
    except (Broken, OSError, ValueError, KeyError) as error:
        print(f"✗ {name}: broke off: {error!r}"[:2000], flush=True)
        return False
    for figure in figures:
        show(figure, bounded, time.monotonic() - begun)
    return all(figure.held(bounded) for figure in figures)


def show(figure, bounded, seconds):
    if figure.skipped:
        print(f"! {figure.name}: SKIPPED, {figure.skipped}", flush=True)
        return
    mark = "✓" if figure.held(bounded) else "✗"
    control = f"control lost: yes, {figure.control}" if figure.control else "control lost: NO"
    print(f"{mark} {figure.name:70} asked {figure.asked:5}  reached {figure.reached:5}  {control}  [{seconds:.0f} s]", flush=True)
    for note in figure.notes:
        print(f"    {note}")
    for flaw in figure.flaws[:10]:
        print(f"    FLAW {flaw[:900]}")
    if len(figure.flaws) > 10:
        print(f"    … and {len(figure.flaws) - 10} more", flush=True)


if __name__ == "__main__":
    sys.exit(main())
