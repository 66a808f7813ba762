"""Permutes and sorts as many numbers as a draw has tickets, with numpy; prints the smallest wall
seconds and the average CPU seconds of so many runs: permute.py [COUNT [RUNS]]."""

import sys
import time

import numpy as np


def draw(count):
    begun, before = time.perf_counter(), time.process_time()
    generator = np.random.default_rng(1)
    order = generator.permutation(count)
    keys = generator.integers(0, 2**63, size=count, dtype=np.int64)[order]
    ranks = np.argsort(keys, kind="quicksort")
    seconds = time.perf_counter() - begun, time.process_time() - before
    assert len(ranks) == count
    return seconds


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    runs = [draw(count) for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 20)]
    print(f"{min(wall for wall, _ in runs):.3f} {sum(cpu for _, cpu in runs) / len(runs):.3f}")
