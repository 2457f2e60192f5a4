"""Serializes calls with botocore's models.

Reads an array of [service id, operation, parameters]. Writes for each the service's protocol, botocore's request, the
pagination, and an answer with every member of the model.
"""
import json
import sys

import botocore.serialize
import botocore.session
from botocore.validate import ParamValidator

session = botocore.session.get_session()
names = {session.get_service_model(name).service_id: name for name in (
    "application-autoscaling", "autoscaling", "ecr", "ecs", "iam", "lambda", "logs", "secretsmanager", "ssm", "sts")}


def sample(shape, depth=0):
    if shape.type_name == "structure":
        members = shape.members.items() if depth < 8 else ()
        return {name: sample(member, depth + 1) for name, member in members}
    if shape.type_name == "list":
        return [sample(shape.member, depth + 1)] if depth < 8 else []
    if shape.type_name == "map":
        return {"key": sample(shape.value, depth + 1)}
    return {"integer": 3, "long": 3, "boolean": True, "timestamp": 1510000000.5, "double": 0.5, "float": 0.5,
            "blob": "AA=="}.get(shape.type_name, "text")


def xml(name, value, shape):
    if shape.type_name == "structure":
        inner = "".join(xml(key, value[key], member) for key, member in shape.members.items() if key in value)
    elif shape.type_name == "list":
        inner = "".join(xml("member", item, shape.member) for item in value)
    elif shape.type_name == "map":
        inner = ""
    elif shape.type_name == "timestamp":
        inner = "2026-11-21T10:00:00Z"
    else:
        inner = str(value)
    return f"<{name}>{inner}</{name}>"


def answer(model, operation):
    shape = operation.output_shape
    if model.protocol != "query":
        return json.dumps(sample(shape)) if shape else ""
    inner = xml(f"{operation.name}Result", sample(shape), shape) if shape else ""
    return f"<{operation.name}Response>{inner}</{operation.name}Response>"


def pages(name, operation):
    try:
        page = session.get_paginator_model(name).get_paginator(operation)
    except ValueError:
        return None
    return {"input": page["input_token"], "output": page["output_token"]}


def describe(service, operation_name, parameters):
    name = names[service]
    model = session.get_service_model(name)
    operation = model.operation_model(operation_name)
    if operation.input_shape:
        report = ParamValidator().validate(parameters, operation.input_shape)
        if report.has_errors():
            raise ValueError(f"{service} {operation_name}: {report.generate_report()}")
    request = botocore.serialize.create_serializer(model.protocol, False).serialize_to_request(parameters, operation)
    body = request["body"]
    if isinstance(body, dict):
        body = [[key, str(value)] for key, value in body.items()]
    elif isinstance(body, bytes):
        body = body.decode()
    query = request["query_string"]
    return {
        "prefix": model.endpoint_prefix, "signing": model.signing_name, "protocol": model.protocol,
        "path": request["url_path"], "method": request["method"], "headers": dict(request["headers"]), "body": body,
        "query": [[key, value] for key, value in query.items()] if isinstance(query, dict) else [],
        "template": operation.http["requestUri"], "auth": operation.auth_type, "pages": pages(name, operation_name),
        "token": operation.idempotent_members, "answer": answer(model, operation),
    }


def definition():
    """Members of a described task definition that a registration does not accept."""
    model = session.get_service_model("ecs")
    described = set(model.shape_for("TaskDefinition").members)
    return sorted(described - set(model.operation_model("RegisterTaskDefinition").input_shape.members))


def fractions():
    """The paths of members of a registration that can be fractions."""
    shape = session.get_service_model("ecs").operation_model("RegisterTaskDefinition").input_shape
    found = []

    def walk(shape, path):
        if shape.type_name == "structure":
            for name, member in shape.members.items():
                walk(member, f"{path}.{name}")
        elif shape.type_name in ("list", "map"):
            walk(shape.member if shape.type_name == "list" else shape.value, path)
        elif shape.type_name in ("double", "float", "timestamp"):
            found.append(path)

    walk(shape, "")
    return found


def members():
    """The members of a registration's objects, by their places; lists do not count."""
    shape = session.get_service_model("ecs").operation_model("RegisterTaskDefinition").input_shape
    found = {}

    def walk(shape, path):
        if shape.type_name == "list":
            walk(shape.member, path)
        elif shape.type_name == "structure":
            found[path] = sorted(shape.members)
            for name, member in shape.members.items():
                walk(member, f"{path}.{name}" if path else name)

    walk(shape, "")
    return found


json.dump({"calls": [describe(*question) for question in json.load(sys.stdin)], "definition": definition(),
           "fractions": fractions(), "members": members()}, sys.stdout)
