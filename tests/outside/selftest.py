#!/usr/bin/env python3
"""Tries the outside programs on the vectors, and the comparisons on wrong answers.

    selftest.py VECTORS      the folder with draw/, verdicts/ and addresses/
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import addresses
import draw
import judge

HERE = Path(__file__).resolve().parent
PAGE_SEED = bytes.fromhex("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")
PAGE_TICKETS = ["775c4a2778d553304a206632fd419878", "0068126b8e4b7d324dba683f1aef0bab", "5b6728667a0178dfb1700cbed5a96ee8",
                "5ce9f325603c36631144ee0c5fad423d", "be226b3401bfa5483087ea9f2194cfe1"]

SMALL, FEW = ("--seeds", "1", "--children", "600"), ("--seeds", "3", "--children", "150")
SET = (str(HERE.parent / "fixtures/addresses"), "--asked", "0")
# A sentence, whether the comparison must fail, the comparison, the stand-in's fault, its arguments.
TRIALS = [
    ("a right judge passes", False, "compare_judge.py", "", *SMALL),
    ("a wrong owner is noticed", True, "compare_judge.py", "owner", *SMALL),
    ("a wrong permit day is noticed", True, "compare_judge.py", "permit day", *SMALL),
    ("a careful clerk passes", False, "compare_homes.py", "", *SET),
    ("a clerk to whom 甲3 is 3 is noticed", True, "compare_homes.py", "careless clerk", *SET),
    ("right remedies pass", False, "compare_remedy.py", "", *FEW),
    ("a remedy left out is noticed", True, "compare_remedy.py", "remedy left out", *FEW),
    ("a remedy too large is noticed", True, "compare_remedy.py", "remedy too large", *FEW),
    ("a remedy that does nothing is noticed", True, "compare_remedy.py", "remedy does nothing", *FEW),
    ("a right trial of a policy passes", False, "compare_try.py", "", *FEW),
    ("a change left out of a trial is noticed", True, "compare_try.py", "change left out", *FEW),
    ("a trial that cites the wrong entry is noticed", True, "compare_try.py", "wrong trace", *FEW),
    ("an unchecked result is noticed", True, "compare_draw.py", "result unchecked", "--seeds", "2", "--first"),
]


def comparison_fails(script, fault, *args):
    """Whether a comparison notices a stand-in with this fault (it must), or without one (it must not)."""
    done = subprocess.run([sys.executable, HERE / script, HERE / "stand_in.py", *args],
                          env=os.environ | {"FAULT": fault}, capture_output=True, text=True)
    return done.returncode != 0


def district_of(hash_seed):
    """The bytes of one random district, made under another order of Python's sets."""
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([sys.executable, HERE / "districts.py", "--seed", "4", "--children", "300", "--out", out],
                       env=os.environ | {"PYTHONHASHSEED": hash_seed}, check=True, capture_output=True)
        return [path.read_bytes() for path in sorted(Path(out).iterdir())]


def checks(vectors):
    """Pairs of a sentence and whether it holds."""
    yield "the page's tickets", [draw.ticket(PAGE_SEED, 0, i).hex() for i in range(5)] == PAGE_TICKETS
    folders = sorted((vectors / "draw").iterdir())
    yield "the chain of vectors verifies", draw.verify(folders, out=lambda _: None) == 0
    for folder in folders:
        if (folder / "seed.txt").is_file():
            files = tuple((folder / name).read_bytes() for name in ("result.csv", "close.txt"))
            yield f"{folder.name} comes out byte for byte", draw.run(folder) == files
    expected = [json.loads(line) for line in (vectors / "verdicts/expected.jsonl").read_text(encoding="utf-8").splitlines()]
    verdicts, _ = judge.judge_folder(vectors / "verdicts")
    yield f"{len(expected)} expected verdicts", verdicts == expected
    yield "the same seed makes the same district", district_of("1") == district_of("2")
    made = addresses.files()
    yield "the test set of addresses is what its seed gives", all(
        (vectors / "addresses" / name).read_bytes() == text.encode("utf-8") for name, text in made.items())
    clerk, homes, read = addresses.clerk_of(vectors / "addresses")
    yield "a careful clerk reads every variant", all(clerk.read(street, text) == homes[name] for name, street, text, _ in read("variants"))
    yield "and takes no near miss for its home", not any(clerk.read(street, text) == homes[name] for name, street, text, _ in read("near-misses"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        tried = pool.map(lambda trial: comparison_fails(*trial[2:]) == trial[1], TRIALS)
        yield from zip((trial[0] for trial in TRIALS), tried)


def main():
    if len(sys.argv) != 2:
        print("usage: selftest.py VECTORS", file=sys.stderr)
        return 2
    passed = failed = 0
    for sentence, holds in checks(Path(sys.argv[1])):
        passed, failed = passed + bool(holds), failed + (not holds)
        print(("ok      " if holds else "FAILED  ") + sentence)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
