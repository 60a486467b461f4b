"""AWS on this machine, as far as a state machine on AWS Batch needs it: `server.py SETTINGS`, a JSON object that `Settings` describes.

It is moto (its interpreter of the Amazon States Language is LocalStack's) with S3, Step Functions, Batch, Secrets Manager and CloudWatch Logs on one port of the
loopback. Batch's jobs are processes of this machine: jobs.py. What moto does otherwise than AWS, as far as it matters here, is put right in interpreter.py.

The first line that it prints is its port. It ends with whoever started it: ../keeper.py.
"""

import json
import logging
import os
import sys
import threading

import moto.core.config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.s3.responses import S3Response
from werkzeug.serving import make_server

import children
import interpreter
import jobs
from notes import Notes
from repairs import repair


class Settings:
    """From the command line."""

    def __init__(self, text):
        given = json.loads(text)
        # Where what Step Functions and Batch did is written down, a JSON object a line: notes.py.
        self.notes = given["notes"]
        # Where each attempt of a job finds an empty folder and leaves its log.
        self.folder = given["folder"]
        # What every container has in its environment, PATH and credentials for this server among them.
        self.environment = given["environment"]
        self.region = given["region"]
        # Jobs that run at a time.
        self.slots = given["slots"]
        # The longest that is waited before something is tried again, in seconds; null: as long as the state machine says.
        self.longest_wait = given["longestWait"]


class Quiet(MotoRequestHandler):
    """Tells nobody of each request."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_):
        pass


def put_one_at_a_time():
    """S3 holds a put's condition and the put itself together. moto looks first and puts then, and its requests are threads."""
    lock = threading.Lock()
    put = repair(S3Response, "put_object", lambda self: locked(lock, put, self))


def locked(lock, function, *args):
    with lock:
        return function(*args)


def main():
    settings = Settings(sys.argv[1])
    # What fails in an execution is told with it.
    logging.disable(logging.ERROR)
    notes = Notes(settings.notes)
    moto.core.config.default_user_config["stepfunctions"]["execute_state_machine"] = True
    put_one_at_a_time()
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    os.environ["MOTO_PORT"] = str(server.port)
    endpoint = f"http://127.0.0.1:{server.port}"
    jobs.install(settings, endpoint, notes)
    interpreter.install(settings, endpoint, notes)
    children.install()
    print(server.port, flush=True)
    server.serve_forever()


main()
