"""Runs DAGs to their ends: `runner.py JOBS POOL`, JOBS being a file with a JSON list of jobs, and writes a line of JSON for each as it ends. The first
is for warming up, and nothing is said of it. Afterwards it waits to be killed, so that all that was left can be looked at.

Each runs by `dag.test`, in which Airflow's own scheduling decides what runs next and a loop in this process runs it: no scheduler, no API server and no
waiting between them. Importing Airflow takes as long as a dozen tasks, so it is imported once and every run is a fork, with a database of its own: runs
of one DAG id do not meet, and a file that breaks its process breaks no other.
"""

import contextlib
import json
import os
import signal
import sys
import time
import traceback

import airflow

MAJOR = int(airflow.__version__.split(".")[0])

NOTHING_TO_RUN = 0.02


def main():
    with open(sys.argv[1]) as file:
        first, *waiting = json.load(file)
    warm_up(first)
    pool, running = int(sys.argv[2]), {}
    while waiting or running:
        while waiting and len(running) < pool:
            job = waiting.pop(0)
            running[start(job)] = (job, time.monotonic())
        tell_ended(running)
        time.sleep(0.02)
    signal.pause()


def warm_up(job):
    """Runs a DAG in this very process: what is made for the first task of a process takes four seconds, and forks find it made."""
    with written_to(job["log"]):
        os.environ.update(job["env"])
        if MAJOR == 3:
            write_short_tracebacks()
        outcome(job)
        from airflow import settings

        settings.dispose_orm()
        if MAJOR == 3:
            from airflow.sdk.execution_time.supervisor import in_process_api_server

            # It ends its thread, which a fork would not have.
            del in_process_api_server().transport


def write_short_tracebacks():
    """With all variables in it, that of an operator which holds a client of Kubernetes has 4,000 lines and takes a minute to write."""
    from structlog import dev

    dev.RichTracebackFormatter.__call__ = lambda _, file, exception: dev.plain_traceback(file, exception)


@contextlib.contextmanager
def written_to(log):
    """What this process writes goes to a file meanwhile."""
    kept = [os.dup(fd) for fd in (1, 2)]
    redirect(log)
    yield
    sys.stdout.flush()
    for fd, own in zip((1, 2), kept):
        os.dup2(own, fd)


def redirect(log):
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for fd in (1, 2):
        os.dup2(file, fd)


def start(job):
    pid = os.fork()
    if pid == 0:
        run_job(job)
    return pid


def tell_ended(running):
    """Whoever runs too long is killed."""
    for pid, (job, since) in list(running.items()):
        seconds = time.monotonic() - since
        late = seconds > job["timeout"]
        if late:
            os.kill(pid, signal.SIGKILL)
        if os.waitpid(pid, 0 if late else os.WNOHANG)[0] == 0:
            continue
        del running[pid]
        ended = {"error": f"not over after {job['timeout']} s" if late else "the process that ran it died"}
        if not late and os.path.exists(job["result"]):
            with open(job["result"]) as file:
                ended = json.load(file)
        print(json.dumps({"index": job["index"], "seconds": seconds, **ended}), flush=True)


def run_job(job):
    """Never returns."""
    redirect(job["log"])
    os.environ.update(job["env"])
    try:
        ended = outcome(job)
    except BaseException:
        ended = {"error": traceback.format_exc()}
    with open(job["result"], "w") as file:
        json.dump(ended, file)
    os._exit(0)


def outcome(job):
    from airflow import settings

    settings.dispose_orm()
    settings.configure_vars()
    settings.configure_orm()
    bag = read_dags(job["env"]["AIRFLOW__CORE__DAGS_FOLDER"])
    if bag.import_errors:
        return {"error": "\n".join(bag.import_errors.values())}
    (dag,) = bag.dags.values()
    for task in dag.tasks:
        without_delay(task)
    time.sleep = sleep_less
    run = dag.test(run_conf=job["conf"])
    return {"run": run.run_id, "state": str(run.state), "tasks": [told(ti) for ti in run.get_task_instances()]}


SLEEP = time.sleep


def sleep_less(seconds):
    """`dag.test` waits a second whenever a skip has still to be passed on. What operators wait for does not come sooner."""
    asked_by = sys._getframe(1).f_code.co_name
    SLEEP(min(seconds, NOTHING_TO_RUN) if asked_by == "test" else seconds)


def read_dags(folder):
    if MAJOR == 2:
        from airflow.models.dagbag import DagBag

        return DagBag(folder, include_examples=False)
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(folder)


def without_delay(task):
    """How long to wait between attempts is Airflow's to know, and not to be waited for here."""
    from datetime import timedelta

    settings = getattr(task, "partial_kwargs", None) or vars(task)
    settings["retry_delay"] = timedelta(0)


def told(ti):
    return {
        "task": ti.task_id,
        "index": ti.map_index,
        "operator": ti.operator,
        "state": None if ti.state is None else str(ti.state),
        "tries": ti.try_number,
        "start": ti.start_date and ti.start_date.isoformat(),
        "end": ti.end_date and ti.end_date.isoformat(),
    }


main()
