"""Where moto's interpreter does otherwise than AWS Step Functions, it is put right. Paths are below moto/stepfunctions/parser."""

import datetime
import functools
import json
import threading
import time
import uuid
from types import SimpleNamespace

import boto3
import moto.stepfunctions.parser.asl.component.common.path.result_path as result_path
import moto.stepfunctions.parser.asl.component.common.retry.retrier_decl as retrier_decl
import moto.stepfunctions.parser.asl.component.state.choice.comparison.operator.implementations.string_operators as string_operators
import moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.eval.resource_eval_s3 as item_reader
import moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.distributed_iteration_component as distributed
import moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.itemprocessor.distributed_item_processor_worker as item_worker
import moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.iteration_worker as iteration_worker
import moto.stepfunctions.parser.asl.component.state.exec.state_parallel.branches_decl as branches
import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service as service
import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk as aws_sdk
import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_batch as batch
import moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback as callback
import moto.stepfunctions.parser.asl.eval.event.event_manager as event_manager
import moto.stepfunctions.parser.asl.utils.json_path as json_path
import moto.stepfunctions.parser.backend.execution as execution
from botocore import xform_name
from botocore.config import Config
from moto.batch.models import batch_backends
from moto.core import DEFAULT_ACCOUNT_ID
from moto.stepfunctions.parser.api import HistoryEventType
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.eval.program_state import ProgramStopped
from moto.stepfunctions.responses import StepFunctionResponse

from repairs import repair


def install(settings, endpoint, notes):
    keep_clients(endpoint)
    parse_one_path_at_a_time()
    compare_with_the_context()
    spell_as_aws_does()
    call_errors_as_aws_does()
    wait_for_jobs()
    let_any_error_out()
    fail_maps_whose_children_fail()
    give_children_a_name()
    tell_the_time_in_text()
    stop_with_a_reason()
    if settings.longest_wait is not None:
        wait_no_longer_than(settings.longest_wait)
    note_events(notes)
    note_ends(notes)


def keep_clients(endpoint):
    """asl/utils/boto_client.py makes a client for each call, which takes longer than the call, and asks `localhost`, which may be another address."""

    @functools.cache
    def client(region, name):
        keys = {"aws_access_key_id": "of", "aws_secret_access_key": "nobody"}
        config = Config(parameter_validation=False, max_pool_connections=100, retries={"total_max_attempts": 1})
        return boto3.client(name, region_name=region, endpoint_url=endpoint, config=config, **keys)

    lock = threading.Lock()

    def boto_client_for(region, service, state_credentials=None):
        with lock:
            return client(region, service)

    for module in (aws_sdk, batch, item_reader):
        repair(module, "boto_client_for", boto_client_for)


def parse_one_path_at_a_time():
    """asl/utils/json_path.py and …/common/path/result_path.py have a path parsed whenever it is used, by a parser that two threads must not use at once."""
    lock = threading.Lock()
    for module in (json_path, result_path):

        def parse(path, parse_anew=functools.cache(module.parse)):
            with lock:
                return parse_anew(path)

        repair(module, "parse", parse)


def compare_with_the_context():
    """…/state/choice/comparison/operator/implementations/string_operators.py: what a variable is compared with may stand in the context object, `$$.Execution.Id`:
    https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html"""

    def evaluate(env, value):
        if not value.startswith("$$"):
            return before(env, value)
        variable = env.stack.pop()
        env.stack.append(variable == json_path.extract_json(value[1:], env.states.context_object.context_object_data))

    before = repair(string_operators.StringEqualsPath, "eval", evaluate)


def spell_as_aws_does():
    """asl/component/state/exec/state_task/service/state_task_service.py leaves both ways empty: Step Functions writes fields with a capital letter whatever
    the service's API does (Batch's are `jobName`)."""
    models = {}

    def operation(self, name, action):
        name, action = self._get_boto_service_name(name), self._get_boto_service_action(action)
        if name not in models:
            model = boto3.client(name, region_name="us-east-1").meta.service_model
            models[name] = {xform_name(one): model.operation_model(one) for one in model.operation_names}
        return models[name].get(action)

    def parameters(self, parameters, boto_service_name=None, service_action_name=None):
        found = operation(self, boto_service_name, service_action_name)
        if found is not None and found.input_shape is not None:
            self._to_boto_request(parameters, found.input_shape)

    def response(self, response, boto_service_name=None, service_action_name=None):
        found = operation(self, boto_service_name, service_action_name)
        if found is not None and found.output_shape is not None:
            self._from_boto_response(response, found.output_shape)

    def value(given):
        return given.isoformat() if isinstance(given, datetime.datetime) else plain(given)

    repair(service.StateTaskService, "_normalise_parameters", parameters)
    repair(service.StateTaskService, "_normalise_response", response)
    plain = repair(service.StateTaskService, "_from_boto_response_value", value)


def call_errors_as_aws_does():
    """asl/component/state/exec/state_task/service/state_task_service_aws_sdk.py has no name for S3, whose errors AWS calls `S3.NoSuchKeyException`."""
    names = aws_sdk._SERVICE_ERROR_NAMES
    repair(aws_sdk, "_SERVICE_ERROR_NAMES", {**names, "s3": "S3"})


def wait_for_jobs():
    """asl/component/state/exec/state_task/service/state_task_service_callback.py asks every half second what became of a job; takes a callback that the
    first try has interrupted for the answer of the second; and lets a job run on whose state is over, which Step Functions cancels:
    https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-sync"""

    def build(self, env, resource_runtime_part, normalised_parameters, state_credentials):
        job = env.stack[-1]["JobId"]
        resolve = before(self, env, resource_runtime_part, normalised_parameters, state_credentials)
        thread = batch_backends[DEFAULT_ACCOUNT_ID][resource_runtime_part.region].get_job_by_id(job)
        return SimpleNamespace(resolve=resolve, job=thread)

    def wait(self, env, sync_resolver, timeout_seconds, callback_endpoint, heartbeat_endpoint):
        while env.is_running():
            sync_resolver.job.join(0.2)
            if not sync_resolver.job.is_alive():
                return sync_resolver.resolve()
        sync_resolver.job.terminate("Step Functions: the state is over")
        return None

    def after(self, env, **given):
        # What was cancelled has not succeeded.
        if env.is_running():
            succeed(self, env=env, **given)

    before = repair(batch.StateTaskServiceBatch, "_build_sync_resolver", build)
    repair(callback.StateTaskServiceCallback, "_eval_sync", wait)
    succeed = repair(service.StateTaskService, "_after_eval_execution", after)


def let_any_error_out():
    """asl/component/state/exec/state_parallel/branches_decl.py and …/state_map/iteration/iteration_worker.py take `States.TaskFailed` of a branch or an
    iteration for a name that its author has chosen, and refuse it."""
    for module in (branches, iteration_worker):
        repair(module, "CustomErrorName", AnyError)


class AnyError(ErrorName):
    pass


def fail_maps_whose_children_fail():
    """asl/component/state/exec/state_map/iteration/distributed_iteration_component.py: a map whose children fail succeeds. AWS fails it, where no failure is
    tolerated with the first: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold.
    Here it waits for all."""

    def map_run(self, env, eval_input):
        before(self, env, eval_input)
        record = eval_input.map_run_record
        failed, total = record.item_counter.failed.get(), max(1, record.item_counter.total.get())
        tolerated = (record.tolerated_failure_count or 0, record.tolerated_failure_percentage or 0)
        if failed > tolerated[0] and 100 * failed / total > tolerated[1]:
            told = {"error": "States.ExceedToleratedFailureThreshold", "cause": "The specified tolerated failure threshold was exceeded"}
            raise FailureEventException(
                FailureEvent(
                    env=env,
                    error_name=AnyError(told["error"]),
                    event_type=HistoryEventType.MapStateFailed,
                    event_details=EventDetails(taskFailedEventDetails={**told, "resource": "map", "resourceType": "map"}),
                )
            )

    before = repair(distributed.DistributedIterationComponent, "_map_run", map_run)


def give_children_a_name():
    """asl/component/state/exec/state_map/iteration/itemprocessor/distributed_item_processor_worker.py: the context object of a distributed map's child is its
    parent's. In AWS the child is an execution with a name, an input and a start of its own."""

    class Child:
        def __init__(self, program):
            self._program = program

        def eval(self, env):
            context = env.states.context_object.context_object_data
            parent, name = context["Execution"], str(uuid.uuid4())
            own = {"Id": f"{parent['Id']}:{name}", "Name": name, "Input": env.states.get_input(), "StartTime": now()}
            context["Execution"] = {**parent, **own}
            self._program.eval(env)

    def eval_job(self, env, job):
        job.job_program = Child(job.job_program)
        before(self, env, job)

    before = repair(item_worker.DistributedItemProcessorWorker, "_eval_job", eval_job)


def tell_the_time_in_text():
    """backend/execution.py: `$$.Execution.StartTime` is no text there."""

    def details(self):
        found = before(self)
        found.start_time = text_of(found.start_time)
        return found

    before = repair(execution.Execution, "get_start_execution_details", details)


def now():
    return text_of(datetime.datetime.now(tz=datetime.timezone.utc))


def text_of(time):
    """`2026-11-30T13:00:00.123Z`: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html"""
    return time.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def wait_no_longer_than(seconds):
    """A test has no time for the delays between tries."""
    repair(retrier_decl, "time", SimpleNamespace(sleep=lambda given: time.sleep(min(given, seconds))))


def note_events(notes):
    """What Step Functions says of its tasks, by the job. The others are told to nobody."""

    def publish(self, **event):
        before(self, **event)
        told = event["event_details"] or {}
        kind = event["event_type"]
        if kind == HistoryEventType.TaskSubmitted:
            notes.add("submitted", job=json.loads(told["taskSubmittedEventDetails"]["output"])["JobId"])
        elif kind == HistoryEventType.TaskSucceeded and told["taskSucceededEventDetails"]["resource"] == "submitJob.sync":
            notes.add("succeeded", job=json.loads(told["taskSucceededEventDetails"]["output"])["JobId"])
        elif kind == HistoryEventType.TaskFailed and told["taskFailedEventDetails"].get("resource") == "submitJob.sync":
            cause = told["taskFailedEventDetails"].get("cause") or ""
            if cause.startswith("{"):
                notes.add("failed", job=json.loads(cause)["JobId"])

    before = repair(event_manager.EventManager, "_publish_history_event", publish)


def stop_with_a_reason():
    """moto/stepfunctions/responses.py forgets the error and the cause with which an execution is stopped."""
    given = threading.local()

    def stop_execution(self):
        given.reason = {name: self._get_param(name) for name in ("error", "cause")}
        return answer(self)

    def stop(self, stop_date, error, cause):
        before(self, stop_date=stop_date, **given.reason)

    answer = repair(StepFunctionResponse, "stop_execution", stop_execution)
    before = repair(execution.Execution, "stop", stop)


def note_ends(notes):
    """Who waits for the end of an execution need not ask again and again. One that was stopped has the error and the cause that it was stopped with, which
    backend/execution.py forgets."""

    def terminated(self):
        before(self)
        run = self.execution
        state = run.exec_worker.env.program_state()
        if isinstance(state, ProgramStopped):
            run.error, run.cause = state.error, state.cause
        notes.add("end", execution=run.exec_arn, status=run.exec_status.value, error=run.error, cause=run.cause)

    before = repair(execution.BaseExecutionWorkerCommunication, "terminated", terminated)
