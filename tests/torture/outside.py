"""Figures of the same list that other tests hold: they are called from here, so that one table shows all.

Add a line for each: what it holds, the command, and what in it is the control. The command's exit status is the verdict.
"""

import subprocess
from pathlib import Path

from stage import Figure

ROOT = Path(__file__).resolve().parents[2]

# `RUXUE_ROLES=all`: the short form in the test suite tries two roles a command.
CHECKS = [
    ("every role x every call of the window, against docs/roles.md",
     "cargo test --quiet --workspace --lib who_may", "a cell of the matrix turned round"),
    ("every role x every command, against docs/roles.md",
     "RUXUE_ROLES=all cargo test --quiet --workspace --test ruxue roles", "a cell of the matrix turned round"),
    ("residue of a marked season, 40 killed purges, the real window",
     "python3 tests/outside/residue.py RUXUE target/debug/examples/pages --long --desktop target/debug/ruxue-desktop", "planted names and numbers"),
]


def none_of(_stage):
    """In short: the test suite has run them just before."""
    return []


def outside(stage):
    figures = []
    for name, command, control in CHECKS:
        figure = Figure(name, 1, control=control)
        line = command.replace(" RUXUE ", f" '{stage.program}' ")
        done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, errors="replace")
        figure.reached = 1
        if done.returncode != 0:
            figure.flaws.append(f"`{command}` gave {done.returncode}: {(done.stdout + done.stderr)[-1500:]}")
        figures.append(figure)
    return figures
