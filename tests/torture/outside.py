"""Figures of the same list that other tests hold: they are called from here, so that one table shows all.

Add a line for each: what it holds, the command, and what in it is the control. The command's exit status is the verdict.
"""

import subprocess
from pathlib import Path

from stage import Figure

ROOT = Path(__file__).resolve().parents[2]

# The role matrix (branch keys) and the residue search (branch privacy) come here, for example
#   ("every role × every call against docs/roles.md", ["cargo", "test", "--quiet", "-p", "ruxue-desk", "--lib", "matrix"], "a call open to one role more"),
CHECKS = [
]


def outside(stage):
    figures = []
    for name, command, control in CHECKS:
        figure = Figure(name, 1, control=control)
        done = subprocess.run([word.replace("RUXUE", str(stage.program)) for word in command], cwd=ROOT, capture_output=True, text=True, errors="replace")
        figure.reached = 1
        if done.returncode != 0:
            figure.flaws.append(f"`{' '.join(command)}` gave {done.returncode}: {(done.stdout + done.stderr)[-1500:]}")
        figures.append(figure)
    return figures
