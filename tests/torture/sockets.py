"""No socket of an internet family: a whole season and what belongs to it, traced by strace."""

import json
import os
import re
import shutil
import subprocess
import sys

from desk import ADMINISTRATOR, PASSWORD, Broken
from stage import Figure

CALLS = "socket,socketpair,connect,bind,listen,accept,accept4,sendto,sendmsg,sendmmsg"
INTERNET = re.compile(r"\b(AF_INET6?|PF_INET6?|AF_PACKET|AF_NETLINK|AF_VSOCK)\b")
ARGUMENTS = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", f"trace={CALLS}", "-e", "signal=none"]


def traced(log, words, env, cwd):
    """Runs words under strace; gives (status, standard output, lines of the trace)."""
    done = subprocess.run([*ARGUMENTS, "-o", str(log), *map(str, words)], env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
    return done, log.read_text(errors="replace").splitlines()


def sockets(stage, children):
    figure = Figure("commands of a traced season without an internet socket", 0)
    if not shutil.which("strace"):
        figure.skipped = "strace is not installed (scripts/setup.sh test installs it)"
        return figure
    folder = stage.place("sockets")
    (folder / "medium").mkdir()
    env = {k: v for k, v in os.environ.items() if not k.startswith("RUXUE_")} | {"RUXUE_PASSWORD": PASSWORD}
    # A new desk's keys are derived once for each of its people; this one's cheaply.
    stage.new.copy(folder / "desk")
    made = {}
    sitting = [
        ("sample", ["sample", "--children", children, "--seed", 3, "--out", folder / "district"]),
        ("season", ["season", "--desk", folder / "desk", "--from", folder / "district", "--seed", 5]),
        ("check", ["check", "--json", "--desk", folder / "desk"]),
        ("desk check", ["desk", "check", "--desk", folder / "desk", "--user", ADMINISTRATOR]),
        ("draw verify", lambda: ["draw", "verify", *sorted((folder / "desk" / "ceremonies").glob("20*"))]),
        ("audit verify", ["audit", "verify", "--desk", folder / "desk"]),
        ("print case", lambda: ["print", "case", "--receipt", first(folder), "--out", folder / "cases", "--desk", folder / "desk"]),
        ("report", ["report", "compliance", "--out", folder / "report.pdf", "--desk", folder / "desk"]),
        ("backup", ["backup", "--out", folder / "medium", "--json", "--desk", folder / "desk", "--user", ADMINISTRATOR]),
        ("restore", lambda: ["restore", made["backup"], "--desk", folder / "restored", "--user", ADMINISTRATOR]),
    ]
    calls = 0
    for name, words in sitting:
        words = words() if callable(words) else words
        done, lines = traced(folder / "trace.txt", [stage.program, *words], env, folder)
        if done.returncode != 0:
            figure.flaws.append(f"{name} under strace gave {done.returncode}: {(done.stderr or done.stdout)[-400:]}")
            continue
        if name == "backup":
            made["backup"] = json.loads(done.stdout)["file"]
        figure.asked, figure.reached = figure.asked + 1, figure.reached + 1
        calls += len(lines)
        figure.flaws += [f"{name}: {line}" for line in lines if INTERNET.search(line)]
    figure.notes.append(f"{calls} calls of any socket family")
    figure.control = control(folder, env)
    return figure


def first(folder):
    head, line = (folder / "district" / "applicants.csv").read_text(encoding="utf-8-sig").splitlines()[:2]
    return line.split(",")[head.split(",").index("受理编号")]


def control(folder, env):
    """A program that opens a socket must be caught."""
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    _, lines = traced(folder / "control.txt", [sys.executable, "-c", code], env, folder)
    caught = [line for line in lines if INTERNET.search(line)]
    return f"a program that opens one is caught ({len(caught)} calls)" if caught else ""
