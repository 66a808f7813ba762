#!/usr/bin/env python3
"""An outsider's check of a backup, written from the description in desk::backup alone.

    backup.py FILE …        checks backups
    backup.py --run RUXUE   has RUXUE make one, checks it, and sees that spoilt ones do not pass

Needs no key: that manifest.mac is the desk's own word is for the desk to check.
"""
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile

PASSWORD = "yanshi-ruxue-2021"


def canonical(value):
    """RFC 8785 of what a manifest holds: strings, whole numbers, truth values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def check(data):
    """What is wrong with a backup, as a list of sentences."""
    if len(data) % 512 or data[-1024:] != bytes(1024):
        return ["not whole blocks with two empty ones at the end"]
    try:
        tar = tarfile.open(fileobj=io.BytesIO(data), mode="r:")
        members = tar.getmembers()
        bodies = {m.name: tar.extractfile(m).read() for m in members if m.isreg()}
    except (tarfile.TarError, AttributeError) as error:
        return [f"no tar: {error}"]
    wrong = [f"{m.name}: not a plain file" for m in members if not m.isreg()]
    names = [m.name for m in members]
    if len(set(names)) != len(names):
        wrong.append("a member stands twice")
    if names[:2] != ["keys.json", "desk.db"] or names[-2:] != ["manifest.json", "manifest.mac"]:
        return wrong + [f"members out of order: {names}"]
    files = names[2:-2]
    if files != sorted(files) or not all(n.startswith(("blobs/", "ceremonies/")) for n in files):
        wrong.append("files out of order or out of place")
    if sum(512 + -(-len(b) // 512) * 512 for b in bodies.values()) + 1024 != len(data):
        wrong.append("bytes that belong to no member")
    try:
        manifest = json.loads(bodies["manifest.json"])
    except ValueError as error:
        return wrong + [f"manifest.json: {error}"]
    if canonical(manifest) != bodies["manifest.json"]:
        wrong.append("manifest.json is not canonical")
    if manifest.get("format") != "ruxue-backup/1":
        wrong.append("not format 1")
    listed = [(m["name"], m["size"], m["sha256"]) for m in manifest["members"]]
    found = [(n, len(bodies[n]), hashlib.sha256(bodies[n]).hexdigest()) for n in names[:-2]]
    wrong += [f"{b[0]}: not as the manifest says" for a, b in zip(listed, found) if a != b]
    if len(listed) != len(found):
        wrong.append("the manifest lists other members")
    head = manifest["head"]
    if manifest["counts"]["journal"] != head["seq"]:
        wrong.append("the journal has not as many entries as its head says")
    if not all(len(head[k]) == 64 for k in ("hash", "sm3")):
        wrong.append("no head")
    mac = bodies["manifest.mac"]
    if len(mac) != 65 or not mac.endswith(b"\n"):
        wrong.append("manifest.mac is no HMAC-SHA-256")
    if b"SQLite format 3" in bodies["desk.db"]:
        wrong.append("the database is not encrypted")
    return wrong


def made_by(program, work):
    """A backup of a new demonstration desk with a ceremony's folder in it."""
    desk, out = os.path.join(work, "desk"), os.path.join(work, "out")
    os.mkdir(out)
    env = {k: v for k, v in os.environ.items() if not k.startswith("RUXUE_")}
    env["RUXUE_PASSWORD"] = PASSWORD
    run = lambda *words: subprocess.run([program, *words, "--desk", desk, "--user", "sysadmin"],
                                        env=env, check=True, capture_output=True, text=True).stdout
    run("desk", "create", "--office", "110105", "--policy", "chaoyang-2021", "--demo")
    folder = os.path.join(desk, "ceremonies", "2021-0001")
    os.mkdir(folder)
    with open(os.path.join(folder, "freeze.txt"), "w") as file:
        file.write("a file\n")
    made = json.loads(run("backup", "--out", out, "--json"))
    with open(made["file"], "rb") as file:
        data = file.read()
    if hashlib.sha256(member(data, "manifest.json")).hexdigest() != made["manifest"]:
        raise SystemExit("the program names another manifest")
    return data


def member(data, name):
    return tarfile.open(fileobj=io.BytesIO(data)).extractfile(name).read()


def selftest(program):
    with tempfile.TemporaryDirectory() as work:
        data = made_by(program, work)
    wrong = check(data)
    if wrong:
        raise SystemExit("\n".join(wrong))
    at = data.index(b"a file\n")
    spoilt = {
        "a ceremony's file changed": data[:at] + b"b" + data[at + 1:],
        "a key file changed": data[:600] + bytes([data[600] ^ 1]) + data[601:],
        "cut": data[:-1024],
        "longer": data + bytes(512),
        "a count changed": data.replace(b'"journal":', b'"journal":1', 1),
    }
    for what, other in spoilt.items():
        if not check(other):
            raise SystemExit(f"passed although spoilt: {what}")
    print(f"backup: {len(data)} bytes as the manifest says; {len(spoilt)} spoilt ones do not pass")


def main(words):
    if words[:1] == ["--run"] and len(words) == 2:
        return selftest(words[1])
    if not words:
        raise SystemExit(__doc__)
    failed = False
    for path in words:
        with open(path, "rb") as file:
            wrong = check(file.read())
        failed = failed or bool(wrong)
        print(f"{path}: " + ("; ".join(wrong) if wrong else "as its manifest says"))
    sys.exit(failed)


if __name__ == "__main__":
    main(sys.argv[1:])
