"""Runs a command; prints its wall seconds and peak memory in KB. Its exit status is the command's."""

import resource
import subprocess
import sys
import time

begun = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
seconds = time.perf_counter() - begun
print(f"{seconds:.2f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")
sys.exit(status)
