"""AWS Batch whose jobs are processes of this machine. moto would have each be a container of Docker's, and knows of one attempt only.

An attempt is a process group with nothing in its environment but what its container would have. Its output is a file, and a stream of CloudWatch's. It ends by
itself, by the timeout of an attempt, or by TerminateJob; with SIGTERM first, and SIGKILL after 30 seconds, as ECS does.

A node that is taken away cannot be had here: TerminateJob with a reason that begins with `Host EC2` stands for it, which is how Batch begins what it says then.
"""

import copy
import datetime
import fnmatch
import json
import os
import re
import signal
import subprocess
import threading
import time

from moto.batch import models
from moto.batch.models import batch_backends
from moto.batch.responses import BatchResponse
from moto.batch.utils import JobStatus
from moto.core import DEFAULT_ACCOUNT_ID
from moto.secretsmanager.models import secretsmanager_backends

from repairs import repair

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html
GRACE = 30
# In seconds: how often a process that runs is looked at.
TICK = 0.1
LOST_HOST = "Host EC2"
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
EXITED = "Essential container in task exited"


def install(settings, endpoint, notes):
    slots = threading.Semaphore(settings.slots)
    environment = {**settings.environment, "AWS_ENDPOINT_URL": endpoint}
    repair(models.Job, "run", lambda self: run(self, Place(settings.folder, environment, slots, notes)))
    # https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html: moto wants two characters at least.
    repair(models, "JOB_NAME_REGEX", re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$"))
    take_retry_strategy()
    describe_more()
    furnish(batch_backends[DEFAULT_ACCOUNT_ID][settings.region])


def furnish(backend):
    """With machines, on which queues may be made: moto would want a role of IAM's for them."""
    of = {"account_id": backend.account_id, "region_name": backend.region_name}
    machines = models.ComputeEnvironment("machines", "UNMANAGED", "ENABLED", None, "none", **of)
    backend._compute_environments[machines.arn] = machines


class Place:
    def __init__(self, folder, environment, slots, notes):
        self.folder, self.environment, self.slots, self.notes = folder, environment, slots, notes


def take_retry_strategy():
    """moto forgets the retry strategy of a submission, and starts the job before anybody could tell it."""
    given = threading.local()

    def submit_job(self):
        given.strategy = self._get_param("retryStrategy")
        return submit(self)

    def init(self, *args, **kwargs):
        make(self, *args, **kwargs)
        self.retry_strategy = getattr(given, "strategy", None) or self.job_definition.retry_strategy or {}
        # moto adds to it whenever it is asked.
        self.container_overrides = copy.deepcopy(self.container_overrides)

    submit = repair(BatchResponse, "submitjob", submit_job)
    make = repair(models.Job, "__init__", init)


def describe_more():
    def described(self):
        answer = describe(self)
        answer["retryStrategy"] = self.retry_strategy
        answer["container"] = {
            **answer.get("container", {}),
            "environment": [{"name": name, "value": value} for name, value in variables(self).items()],
        }
        if self.exit_code is not None:
            answer["container"]["exitCode"] = self.exit_code
        return answer

    describe = repair(models.Job, "describe", described)


def run(job, place):
    with place.slots:
        if job.stop:
            return end(job, False, place, job.job_stopped_reason)
        job.job_started_at = datetime.datetime.now()
        attempts = int(job.retry_strategy.get("attempts", 1))
        for number in range(1, attempts + 1):
            code, why = run_attempt(job, number, place)
            job.exit_code = code
            if code == 0 and why is None:
                return end(job, True, place, None)
            if number == attempts or not goes_on(job, code, why):
                return end(job, False, place, why or EXITED)
            job.stop, job.job_stopped_reason = False, None


def end(job, success, place, why):
    job.job_stopped_reason = why
    job._mark_stopped(success=success)
    place.notes.add("job-end", job=job.job_id, status=job.status.value, why=why)


def goes_on(job, code, why):
    """https://docs.aws.amazon.com/batch/latest/APIReference/API_RetryStrategy.html: the first rule that fits; without one it is tried again."""
    if why is not None and not why.startswith(LOST_HOST):
        # Who terminates a job, or lets it take too long, does not want it again.
        return False
    seen = {"onStatusReason": why or EXITED, "onReason": "", "onExitCode": str(code)}
    for rule in job.retry_strategy.get("evaluateOnExit", []):
        conditions = [(seen[key], rule[key]) for key in seen if key in rule]
        if all(fnmatch.fnmatchcase(text, pattern.replace("[", "[[]")) for text, pattern in conditions):
            return rule["action"].upper() == "RETRY"
    return True


def variables(job):
    """Those of the definition and of the submission, which counts."""
    properties = job.job_definition.container_properties or {}
    both = [*properties.get("environment", []), *job.container_overrides.get("environment", [])]
    return {one["name"]: one["value"] for one in both}


def secrets(job):
    """Of Secrets Manager, by an ARN and perhaps a key: `arn:aws:secretsmanager:region:account:secret:name:key::`."""
    for one in (job.job_definition.container_properties or {}).get("secrets", []):
        parts = one["valueFrom"].split(":")
        region, account, key = parts[3], parts[4], parts[7] if len(parts) > 7 else ""
        backend = secretsmanager_backends[account][region]
        text = backend.get_secret_value(":".join(parts[:7]), None, None)["SecretString"]
        yield one["name"], text if key == "" else str(json.loads(text)[key])


def run_attempt(job, number, place):
    """Answers with the exit code of a container and, if it was made to end, why."""
    name = f"{job.job_id.replace(':', '-')}-{number}"
    job.log_stream_name = f"{job.job_definition.name}/default/{name}"
    folder, log = os.path.join(place.folder, name), os.path.join(place.folder, f"{name}.log")
    os.makedirs(folder)
    command = job._add_parameters_to_command(job._get_container_property("command", []))
    given = variables(job)
    job.job_started_at = datetime.datetime.now()
    job._start_attempt()
    place.notes.add("attempt", job=job.job_id, name=job.job_name, number=number, command=command, environment=given)
    job.status = JobStatus.RUNNING
    attempt = {"AWS_BATCH_JOB_ID": job.job_id, "AWS_BATCH_JOB_ATTEMPT": str(number), "AWS_BATCH_JQ_NAME": job.job_queue.name}
    try:
        environment = {**place.environment, **given, **dict(secrets(job)), **attempt}
        with open(log, "ab") as output:
            process = subprocess.Popen(
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
    except Exception as error:
        code, why = 127, f"CannotStartContainerError: {error}"
    else:
        code, why = wait(job, process, Log(job, log))
    job.latest_attempt["container"].update(exitCode=code, logStreamName=job.log_stream_name)
    job.latest_attempt["statusReason"] = why or EXITED
    job.latest_attempt["stoppedAt"] = int(time.time() * 1000)
    place.notes.add("attempt-end", job=job.job_id, number=number, code=code, words=words(log) + ([why] if why else []))
    return code, why


def words(log):
    with open(log, encoding="utf-8", errors="replace") as file:
        return [line.rstrip("\n") for line in file if line.startswith("flowc-task: ")]


def wait(job, process, log):
    limit = job._get_attempt_duration()
    began, told, why = time.time(), None, None
    while True:
        try:
            code = process.wait(TICK)
            break
        except subprocess.TimeoutExpired:
            log.tell()
        if why is None and job.stop:
            why = job.job_stopped_reason
        if why is None and limit is not None and time.time() - began > limit:
            why = "Job attempt duration exceeded timeout"
        if why is not None and (told is None or time.time() - told > GRACE):
            kill(process, signal.SIGTERM if told is None else signal.SIGKILL)
            told = told or time.time()
    # A container ends with its first process.
    kill(process, signal.SIGKILL)
    log.tell(whole=True)
    return (128 - code if code < 0 else code), why


def kill(process, number):
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


class Log:
    """A file, of which each whole line becomes an event of CloudWatch's."""

    def __init__(self, job, path):
        self._job, self._file, self._rest = job, open(path, "rb"), b""
        self._stream = (job._log_group, job.log_stream_name)
        job._log_backend.ensure_log_group(job._log_group)
        job._log_backend.ensure_log_stream(*self._stream)

    def tell(self, whole=False):
        *lines, self._rest = (self._rest + self._file.read()).split(b"\n")
        if whole:
            self._file.close()
            lines += [self._rest] if self._rest else []
        if lines:
            now = int(time.time() * 1000)
            events = [{"timestamp": now, "message": line.decode(errors="replace")} for line in lines]
            self._job._log_backend.put_log_events(*self._stream, events)
