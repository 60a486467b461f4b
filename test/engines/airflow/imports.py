"""Reads DAG files as Airflow does, each in a process of its own, and writes what is wrong with them: `imports.py FILE…`, one JSON object of texts by file.

Importing Airflow takes as long as reading a hundred files, so the processes are forks.
"""

import json
import os
import sys

import airflow
import airflow.providers.cncf.kubernetes.operators.pod
import airflow.providers.standard.operators.bash

if airflow.__version__.startswith("2."):
    from airflow.models.dagbag import DagBag

    options = {"include_examples": False}
else:
    from airflow.dag_processing.dagbag import DagBag

    options = {}


def what_is_wrong_with(file):
    bag = DagBag(file, **options)
    if bag.import_errors:
        return "\n".join(bag.import_errors.values())
    # A file in which Airflow sees none is passed over in silence.
    return None if len(bag.dags) == 1 else f"{len(bag.dags)} DAGs"


def in_a_fork(file):
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        answer = json.dumps(what_is_wrong_with(file))
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    with open(reading) as pipe:
        answer = pipe.read()
    os.waitpid(pid, 0)
    return json.loads(answer) if answer else "the process that read it died"


# What the first file that is read has imported, forks find there.
DagBag(os.path.join(os.path.dirname(__file__), "warm-up.py"), **options)
wrong = {file: error for file in sys.argv[1:] if (error := in_a_fork(file))}
# Airflow may write to stdout itself, before.
print(json.dumps(wrong), flush=True)
