"""Runs a command, and prints the CPU seconds and the peak of memory in bytes that it took.

A process of its own, and a small one: the peak of a child is at least what its parent holds.
"""

import json
import os
import sys

process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps([usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit]))
sys.exit(os.waitstatus_to_exitcode(status))
