"""The executions of a distributed map's children, which moto runs and keeps nothing of: each has a history of its own, and is listed by its map run.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-examine-map-run.html
"""

import datetime
import threading
import uuid

import moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.itemprocessor.distributed_item_processor_worker as item_worker
from moto.core.responses import ActionResult
from moto.stepfunctions.parser.api import HistoryEventType
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.eval.event.event_manager import EventHistoryContext, EventManager
from moto.stepfunctions.parser.asl.eval.program_state import ProgramError, ProgramStopped
from moto.stepfunctions.responses import StepFunctionResponse

from repairs import repair


class Child:
    def __init__(self, map_run, machine):
        # `…:mapRun:machine/label:id` runs `…:execution:machine/label:id`.
        self.name = str(uuid.uuid4())
        self.arn = f"{map_run.rsplit(':', 1)[0].replace(':mapRun:', ':execution:')}:{self.name}"
        self.map_run, self.machine, self.status = map_run, machine, "RUNNING"
        self.started, self.stopped = now(), None
        self.events = EventManager()

    def listed(self):
        stop = {} if self.stopped is None else {"stopDate": self.stopped}
        names = {"executionArn": self.arn, "name": self.name, "mapRunArn": self.map_run, "stateMachineArn": self.machine}
        return {**names, "status": self.status, "startDate": self.started, **stop}


def install():
    children, lock = {}, threading.Lock()

    def eval_job(self, env, job):
        record = self._map_run_record
        child = Child(record.map_run_arn, record.map_state_machine_arn)
        with lock:
            children[child.arn] = child
        env.event_manager = child.events
        env.event_history_context = EventHistoryContext.of_program_start()
        say(child, env, HistoryEventType.ExecutionStarted)
        before(self, env, job)
        state = env.program_state()
        child.stopped = now()
        if isinstance(state, ProgramError):
            child.status = "FAILED"
            say(child, env, HistoryEventType.ExecutionFailed, executionFailedEventDetails=state.error)
        elif isinstance(state, ProgramStopped):
            child.status = "ABORTED"
            say(child, env, HistoryEventType.ExecutionAborted)
        else:
            child.status = "SUCCEEDED"
            say(child, env, HistoryEventType.ExecutionSucceeded)

    def list_executions(self):
        run = self._get_param("mapRunArn")
        if run is None:
            return listed(self)
        with lock:
            of_run = [one.listed() for one in children.values() if one.map_run == run]
        return ActionResult({"executions": of_run[::-1]})

    def history(self):
        with lock:
            child = children.get(self._get_param("executionArn"))
        return historied(self) if child is None else ActionResult({"events": child.events.get_event_history()})

    before = repair(item_worker.DistributedItemProcessorWorker, "_eval_job", eval_job)
    listed = repair(StepFunctionResponse, "list_executions", list_executions)
    historied = repair(StepFunctionResponse, "get_execution_history", history)


def say(child, env, kind, **details):
    child.events.add_event(context=env.event_history_context, event_type=kind, event_details=EventDetails(**details) if details else None)


def now():
    return datetime.datetime.now(tz=datetime.timezone.utc)
