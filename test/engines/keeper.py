"""Runs commands and lets nothing outlive them: `keeper.py '[["airflow", "scheduler"], …]' FOLDER`, which is removed with all that they left in it.

The first command that ends ends all, and so does the end of stdin: whoever started this may be killed. An engine's own processes and the commands of its
tasks leave their process group and their session, so being in one says nothing; but on Linux an orphan is given to the nearest ancestor that asks for it.
"""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import threading

PR_SET_CHILD_SUBREAPER = 36


def descendants():
    """The ids of all processes below this one."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    # The name of the program, in parentheses, may hold anything.
                    state, parent = file.read().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if state != "Z":
                parents.setdefault(int(parent), []).append(int(name))
    found = [os.getpid()]
    for pid in found:
        found.extend(parents.get(pid, []))
    return found[1:]


def kill_all():
    """Whoever is killed may just have made another: again, until there is nobody."""
    while pids := descendants():
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def end_with_stdin(ended):
    sys.stdin.buffer.read()
    ended.set()


def end_with(command, ended, codes):
    codes.append(command.wait())
    ended.set()


def main():
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    ended, codes = threading.Event(), []
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda *_: ended.set())
    commands = [subprocess.Popen(command, stdin=subprocess.DEVNULL) for command in json.loads(sys.argv[1])]
    threading.Thread(target=end_with_stdin, args=(ended,), daemon=True).start()
    for command in commands:
        threading.Thread(target=end_with, args=(command, ended, codes), daemon=True).start()
    ended.wait()
    kill_all()
    shutil.rmtree(sys.argv[2], ignore_errors=True)
    # A thread that still reads stdin would be waited for.
    os._exit(codes[0] if codes and codes[0] >= 0 else 1)


main()
