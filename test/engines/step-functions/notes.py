"""What Batch ran and what Step Functions says of it, a JSON object a line, in the order in which it happened.

moto has no history of a distributed map's children: what it says of them is to be had only here.
"""

import json
import threading


class Notes:
    def __init__(self, file):
        self._file = open(file, "a", encoding="utf-8")
        self._lock = threading.Lock()

    def add(self, kind, **said):
        line = json.dumps({"kind": kind, **said})
        with self._lock:
            self._file.write(line + "\n")
            self._file.flush()
