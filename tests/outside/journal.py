#!/usr/bin/env python3
"""An outsider's check of an exported journal, written from spec/records.md ("Journal") alone.

    journal.py EXPORT [SEQ:HEX …]   checks an export (number, SHA-256, SM3, entry a line), and anchors
    journal.py --run RUXUE          makes a desk, checks its export, and sees that spoilt ones do not pass
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

MEMBERS = set("v seq epoch at actor role act kind id before after result reason".split())


def check(text, anchors=()):
    """What is wrong with an export, as a list of sentences."""
    head, epoch, demo, hashes = bytes(32), None, None, {}
    for seq, line in enumerate(text.split("\n")[:-1], 1):
        number, sha256, sm3, entry = (line.split("\t", 3) + [""] * 4)[:4]
        try:
            said = json.loads(entry)
        except ValueError:
            return [f"{seq}: no JSON"]
        if number != str(seq) or said.get("seq") != seq:
            return [f"{seq}: another number: {number}"]
        if json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) != entry:
            return [f"{seq}: not canonical (RFC 8785)"]
        genesis = said.pop("genesis", None)
        if set(said) != MEMBERS or said["v"] != 1 or not re.fullmatch(r"[-\d]{10}T[:\d]{8}\.\d{3}Z", said["at"]):
            return [f"{seq}: not an entry of format 1"]
        if (genesis is not None) != (said["act"] == "GENESIS") or (seq == 1 and genesis is None):
            return [f"{seq}: GENESIS out of place"]
        if genesis is not None:
            follows = genesis["previous"] == head.hex() and said["epoch"] != epoch and demo in (None, genesis["demo"])
            epoch, demo = said["epoch"], genesis["demo"]
            if not follows:
                return [f"{seq}: an epoch that does not follow"]
        if said["epoch"] != epoch:
            return [f"{seq}: another epoch"]
        hashed = b"ruxue-journal/1\n" + head + entry.encode()
        head = hashlib.sha256(hashed).digest()
        if head.hex() != sha256 or sm3_of(hashed) not in (sm3, None):
            return [f"{seq}: another hash"]
        hashes[seq] = sha256
    return [f"anchor {seq}:{start}: " + (f"the entry is {hashes[int(seq)][:16]}" if int(seq) in hashes else "cut off")
            for seq, start in (anchor.split(":") for anchor in anchors)
            if not hashes.get(int(seq), "").startswith(start)]


def sm3_of(data):
    """SM3 in hex; None where this Python has none (main then asks openssl about the last line)."""
    try:
        return hashlib.new("sm3", data).hexdigest()
    except ValueError:
        return None


def desk_at(program, desk):
    """Runs the program at a desk: answers exit status, standard output, standard error."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("RUXUE_")}
    env.update(RUXUE_PASSWORD="yanshi-ruxue-2021", RUXUE_NEW_PASSWORD="yanshi-ruxue-2021")

    def run(user, *words, at=desk):
        done = subprocess.run([program, *words, "--desk", at, "--user", user], env=env,
                              capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr
    return run


def must(done, status=0):
    if done[0] != status:
        raise SystemExit(f"exit status {done[0]}, not {status}: {done[1]}{done[2]}")
    return done[1]


def acts(run, work):
    """Some work at a new desk, refusals among it; answers the export and a paper's anchor."""
    must(run("sysadmin", "desk", "create", "--office", "110105", "--policy", "chaoyang-2021", "--demo"))
    must(run("auditor", "print", "notice", "--out", work), 1)
    must(run("clerk", "user", "add", "李二"), 1)
    must(run("sysadmin", "user", "add", "李二"))
    must(run("secadmin", "user", "role", "李二", "clerk"))
    made = json.loads(must(run("auditor", "print", "closing", "--out", work, "--json")))
    return f"{made['last']}:{made['head'][:16]}"


def restored(run, work, desk):
    """The desk goes on from a backup, under a new epoch."""
    out = os.path.join(work, "out")
    os.mkdir(out)
    made = json.loads(must(run("sysadmin", "backup", "--out", out, "--json")))
    again = os.path.join(work, "again")
    must(run("sysadmin", "restore", made["file"], at=again))
    must(run("sysadmin", "user", "add", "王三", at=again))
    return again, made


def selftest(program):
    with tempfile.TemporaryDirectory() as work:
        desk = os.path.join(work, "desk")
        run = desk_at(program, desk)
        anchor = acts(run, work)
        young = os.path.join(work, "young")
        shutil.copytree(desk, young)
        again, backup = restored(run, work, desk)
        text = must(run("auditor", "audit", "export", at=again))
        lines = text.split("\n")[:-1]
        last = lines[-1].split("\t")
        anchors = [anchor, f"{backup['seq']}:{backup['head']}", f"{last[0]}:{last[1][:16]}"]
        wrong = check(text, anchors)
        if wrong:
            raise SystemExit("\n".join(wrong))
        told = [json.loads(line.split("\t", 3)[3]) for line in lines]
        for what, found in {
            "two refusals": sum(one["result"] == "refused" for one in told) == 2,
            "two epochs": len({one["epoch"] for one in told}) == 2,
            "the account that was made": "李二" in text,
        }.items():
            if not found:
                raise SystemExit(f"the journal lacks: {what}")
        file = os.path.join(work, "export.txt")

        def both(what, text, anchors, passes):
            """The program and this file must say the same of an export."""
            with open(file, "w", encoding="utf-8", newline="") as out:
                out.write(text)
            words = [word for one in anchors for word in ("--anchor", one)]
            status, said, err = run("auditor", "audit", "verify", "--export", file, *words)
            if (status == 0, not check(text, anchors)) != (passes, passes):
                raise SystemExit(f"{what}: {said}{err}{check(text, anchors)}")
            return said + err

        both("as it is", text, anchors, True)
        half = len(lines) // 2
        at = text.index('"role":"secadmin"')
        spoilt = {
            "a changed byte": text[:at + 8] + "S" + text[at + 9:],
            "a changed hash": text.replace(last[1][:8], "00000000"),
            "a changed SM3": text.replace(last[2][:8], "00000000"),
            "a missing middle entry": "\n".join(lines[:half] + lines[half + 1:] + [""]),
            "two entries in other order": "\n".join(lines[:half] + lines[half:half + 2][::-1] + lines[half + 2:] + [""]),
            "a number twice": "\n".join(lines[:half + 1] + lines[half:] + [""]),
            "a missing beginning": "\n".join(lines[1:] + [""]),
            "an entry written otherwise": text.replace('{"act":"SIGN_IN"', '{ "act":"SIGN_IN"', 1),
        }
        for what, other in spoilt.items():
            both(what, other, [], False)
        anew = rehashed(lines, half)
        # A chain made anew is whole by itself: only what stands outside shows it.
        both("made anew, without an anchor", anew, [], True)
        both("made anew, with one", anew, anchors, False)
        cut = "\n".join(lines[:-2] + [""])
        if "不能排除末尾被截断" not in both("cut, without an anchor", cut, [], True):
            raise SystemExit("a cut tail is not spoken of where there is no anchor")
        both("cut, with an anchor", cut, anchors, False)
        # The same at a desk: yesterday's database in the place of today's.
        if "不能排除末尾被截断" not in must(run("auditor", "audit", "verify", at=young)):
            raise SystemExit("a young desk does not say that a tail may be missing")
        must(run("auditor", "audit", "verify", "--anchor", anchor, at=young))
        must(run("auditor", "audit", "verify", "--backup", backup["file"]))
        must(run("auditor", "audit", "verify", "--backup", backup["file"], at=young), 1)
        with open(file, "w", encoding="utf-8") as out:
            out.write(text)
        must(run("auditor", "audit", "verify", "--anchors", file, at=again))
        must(run("auditor", "audit", "verify", "--anchors", file, at=young), 1)
    print(f"journal: {len(lines)} entries in 2 epochs hold; {len(spoilt) + 2} spoilt ones do not pass, "
          "a desk of yesterday is found by the anchors of today")


def rehashed(lines, at):
    """The chain with one entry changed, every hash after it made anew."""
    head, made = bytes(32), []
    for seq, line in enumerate(lines):
        entry = line.split("\t", 3)[3]
        if seq == at:
            entry = entry.replace('"reason":""', '"reason":"别的"')
        if '"genesis"' in entry:
            entry = re.sub('"previous":"[0-9a-f]*"', f'"previous":"{head.hex()}"', entry)
        data = b"ruxue-journal/1\n" + head + entry.encode()
        head = hashlib.sha256(data).digest()
        made.append(f"{seq + 1}\t{head.hex()}\t{sm3_of(data) or openssl_sm3(data)}\t{entry}")
    return "\n".join(made + [""])


def openssl_sm3(data):
    said = subprocess.run(["openssl", "dgst", "-sm3", "-r"], input=data, capture_output=True, check=True)
    return said.stdout.split()[0].decode()


def main(words):
    if words[:1] == ["--run"] and len(words) == 2:
        return selftest(words[1])
    if not words:
        raise SystemExit(__doc__)
    with open(words[0], encoding="utf-8", newline="") as file:
        text = file.read()
    wrong = check(text, words[1:])
    if not words[1:]:
        print("no anchor given: that the end was cut off cannot be excluded")
    print("\n".join(wrong) or f"{text.count(chr(10))} entries hold, {len(words) - 1} anchors fit")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(sys.argv[1:])
