"""Runs one command and prints what it cost, as one line of JSON.

The kernel's own count for a finished child, os.wait4, is the only measure that includes the descendants the child waited
for and misses nothing between two looks. CPU is the sum over them; memory is the peak of the largest one, not of all
together. Linux lets a child inherit its parent's peak over exec, so no reading is below this small interpreter's own 10 MB.

Usage: python3 -I -S measure.py SECONDS STDOUT STDERR COMMAND…
Prints {"wall": s, "cpu": s, "rss": bytes, "code": exit code, or -signal, "late": killed after SECONDS}
"""

import json
import os
import signal
import sys
import time

seconds, stdout, stderr, *command = sys.argv[1:]
late = False


def kill(*_):
    global late
    late = True
    os.killpg(child, signal.SIGKILL)


WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
files = [(os.POSIX_SPAWN_OPEN, 1, stdout, WRITE, 0o644), (os.POSIX_SPAWN_OPEN, 2, stderr, WRITE, 0o644)]
begin = time.perf_counter()
child = os.posix_spawn(command[0], command, os.environ, file_actions=files, setpgroup=0)
for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
    signal.signal(number, kill)
signal.setitimer(signal.ITIMER_REAL, float(seconds))
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - begin
unit = 1 if sys.platform == "darwin" else 1024
cost = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss * unit}
print(json.dumps({**cost, "code": os.waitstatus_to_exitcode(status), "late": late}))
