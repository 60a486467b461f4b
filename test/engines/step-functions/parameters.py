"""Holds YAML files to what AWS's own client library takes as the parameters of an operation, as `aws SERVICE OPERATION --cli-input-yaml` would.

Usage: parameters.py SERVICE OPERATION FILE... Prints what is wrong, a line each.
"""

import sys

import botocore.session
import botocore.validate
import yaml

service, operation, *files = sys.argv[1:]
model = botocore.session.get_session().get_service_model(service)
shape = model.operation_model(operation).input_shape
for path in files:
    with open(path, encoding="utf-8") as file:
        report = botocore.validate.ParamValidator().validate(yaml.safe_load(file), shape)
    if report.has_errors():
        print(f"{path}: {report.generate_report()}".replace("\n", "; "))
