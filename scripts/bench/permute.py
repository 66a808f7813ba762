"""Permutes and sorts as many numbers as a draw has tickets, with numpy; prints the seconds (best of three)."""

import sys
import time

import numpy as np


def draw(count):
    begun = time.perf_counter()
    generator = np.random.default_rng(1)
    order = generator.permutation(count)
    keys = generator.integers(0, 2**63, size=count, dtype=np.int64)[order]
    ranks = np.argsort(keys, kind="quicksort")
    seconds = time.perf_counter() - begun
    assert len(ranks) == count
    return seconds


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(f"{min(draw(count) for _ in range(3)):.3f}")
