"""Reads one DAG file as a DagBag, again and again, and prints medians as one line of JSON: `dag_bag.py READS FILE`.

Airflow and the operators that the file names are imported by a read before those that count. Python keeps a file's bytecode beside it; a folder of DAGs that
cannot be written to, as git-sync's, has none, and there every read compiles the text. Both are measured.

Metaflow's files ask the provider of Kubernetes for the list of its versions, which it no longer has. They are helped by a list of the one that is installed, which
suffices in Airflow 2.

Exit code 1 where the file has an error, which is then the last line of stderr.
"""

import json
import statistics
import sys
import time
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path

import airflow
from airflow.providers.cncf.kubernetes import get_provider_info as provider

reads, file = int(sys.argv[1]), sys.argv[2]

if airflow.__version__.startswith("2."):
    from airflow.models.dagbag import DagBag

    options = {"include_examples": False}
else:
    from airflow.dag_processing.dagbag import DagBag

    options = {}

info = provider.get_provider_info()
versions = [version("apache-airflow-providers-cncf-kubernetes")]
provider.get_provider_info = lambda: {"versions": versions, **info}


def read():
    wall, cpu = time.perf_counter(), time.process_time()
    bag = DagBag(file, **options)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if bag.import_errors:
        sys.exit("\n".join(bag.import_errors.values()))
    (dag,) = bag.dags.values()
    return wall * 1000, cpu * 1000, len(dag.tasks)


def median(times):
    return [statistics.median(column) for column in zip(*times)]


sys.dont_write_bytecode = True
Path(cache_from_source(file)).unlink(missing_ok=True)
read()
text = median([read() for _ in range(reads)])
sys.dont_write_bytecode = False
read()
code = median([read() for _ in range(reads)])
figures = {"tasks": text[2], "text ms": text[0], "text CPU": text[1], "bytecode ms": code[0], "bytecode CPU": code[1]}
print(json.dumps(figures), flush=True)
