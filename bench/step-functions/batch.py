"""AWS Batch on loopback with one job queue, as Metaflow wants to find it while it compiles: moto, which prints its URL and ends with its stdin."""

import logging
import sys

import boto3
from moto.server import ThreadedMotoServer

QUEUE = sys.argv[1]

# It would tell of each request.
logging.getLogger("werkzeug").setLevel(logging.WARNING)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
url = "http://%s:%d" % server.get_host_and_port()


def client(service):
    keys = {"aws_access_key_id": "bench", "aws_secret_access_key": "bench"}
    return boto3.client(service, endpoint_url=url, region_name="us-east-1", **keys)


role = client("iam").create_role(RoleName=QUEUE, AssumeRolePolicyDocument="{}")["Role"]
subnet = client("ec2").describe_subnets()["Subnets"][0]
group = client("ec2").describe_security_groups()["SecurityGroups"][0]
batch = client("batch")
made = batch.create_compute_environment(
    computeEnvironmentName=QUEUE,
    type="MANAGED",
    serviceRole=role["Arn"],
    computeResources={
        "type": "FARGATE",
        "maxvCpus": 1,
        "subnets": [subnet["SubnetId"]],
        "securityGroupIds": [group["GroupId"]],
    },
)
order = [{"order": 1, "computeEnvironment": made["computeEnvironmentArn"]}]
batch.create_job_queue(jobQueueName=QUEUE, state="ENABLED", priority=1, computeEnvironmentOrder=order)
print(url, flush=True)
sys.stdin.read()
