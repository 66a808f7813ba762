"""A journal whose tail was cut, by putting back an older copy of the desk: found through anchors, and only so."""

import json
import re
import shutil
import subprocess
import tarfile

from acts import Backup, Import, Place, Print, Switch
from desk import ADMINISTRATOR
from stage import Figure

ANCHOR = re.compile(r"(?<![\d:])(\d{1,9}):([0-9a-f]{16})(?![0-9a-f])")


def tail(stage, cuts):
    figure = Figure("journal tails cut, found through anchors", cuts)
    folder = stage.place("tail")
    (folder / "medium").mkdir()
    desk = stage.sample.copy(folder / "desk")
    older = [desk.copy(folder / "older-0")]
    Place().start(desk).good()
    for n in range(1, cuts):
        (Switch(f"第{n}次", n) if n % 2 else Import(stage.chunks[n], 4)).start(desk).good()
        older.append(desk.copy(folder / f"older-{n}"))
    Print(folder / "papers").start(desk).good()
    made = json.loads(Backup(folder / "medium").start(desk).good().out)
    anchors = {"the backup's manifest": in_manifest(made["file"])} | on_papers(folder / "papers")
    whole = desk.run("auditor", "audit", "verify", *asked(anchors.values()))
    if whole.status != 0:
        figure.flaws.append(f"the whole journal does not fit its own anchors: {whole}")
    unseen = 0
    for n, copy in enumerate(older):
        for name in ("desk.db", "keys.json"):
            shutil.copy(copy.folder / name, desk.folder / name)
        figure.reached += 1
        for what, anchor in anchors.items():
            ran = desk.run("auditor", "audit", "verify", *asked([anchor]))
            if not ran.refuses():
                figure.flaws.append(f"copy {n}: the anchor {anchor} of {what} does not show the cut: {ran}")
        unseen += desk.run("auditor", "audit", "verify").status == 0 and desk.run(ADMINISTRATOR, "desk", "check").status == 0
    figure.notes.append("anchors of " + ", ".join(anchors))
    if len(anchors) == 1:
        figure.notes.append("no anchor is printed on the notices")
    figure.control = f"without an anchor {unseen} of {cuts} pass" if unseen == cuts else ""
    return figure


def asked(anchors):
    return [word for anchor in anchors for word in ("--anchor", anchor)]


def in_manifest(file):
    with tarfile.open(file) as tar:
        head = json.load(tar.extractfile("manifest.json"))["head"]
    return f"{head['seq']}:{head['hash'][:16]}"


def on_papers(folder):
    """The first anchor that is printed on a notice, as {what: anchor}."""
    for file in sorted(folder.glob("*.pdf")):
        text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True).stdout
        found = ANCHOR.search(text)
        if found:
            return {"a printed notice": found.group(0)}
    return {}
