"""Reads one .xlsx with fastexcel, all columns as text, and prints the seconds (best of three)."""

import sys
import time

import fastexcel


def read(path):
    begun = time.perf_counter()
    rows = fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_arrow().num_rows
    return time.perf_counter() - begun, rows


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: read_xlsx.py FILE.xlsx")
    runs = [read(sys.argv[1]) for _ in range(3)]
    print(f"{min(seconds for seconds, _ in runs):.3f}")
    print(f"rows {runs[0][1]}", file=sys.stderr)
