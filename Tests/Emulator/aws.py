"""AWS for the tests: moto over HTTP, with ECS deployments that progress, and faults on request.

Prints the loopback port that it listens on. Then each line of standard input is a question, each line of standard
output its answer; it ends when standard input closes. A stage, its service and its family have the same name.
"""
import io
import json
import logging
import socket
import sys
import threading
from collections import defaultdict
from urllib.parse import parse_qsl

sys.dont_write_bytecode = True

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

import functions
import needs
from registry import Registry
from service import Service

REGION = "eu-west-1"
TARGETS = {"ecs": "AmazonEC2ContainerServiceV20141113", "ecr": "AmazonEC2ContainerRegistry_V20150921",
           "logs": "Logs_20140328", "secretsmanager": "secretsmanager", "ssm": "AmazonSSM"}
# Request members that name a resource of a stage; the last part of the value is the stage's name.
NAMES = ["service", "serviceName", "services", "ResourceId", "AutoScalingGroupName", "family", "familyPrefix",
         "taskDefinition", "repositoryName", "repositoryNames", "FunctionName", "SecretId", "Names", "logGroupNamePrefix", "RoleName"]
WRITES = functions.WRITES | {
    "RegisterTaskDefinition", "DeregisterTaskDefinition", "CreateService", "UpdateService", "PutImage",
    "StopServiceDeployment", "RegisterScalableTarget", "UpdateAutoScalingGroup"}
REFUSALS = {"throttle": "ThrottlingException", "denied": "AccessDeniedException", "unknown": "ClientException",
            "expired": "ExpiredTokenException", "busy": "ResourceConflictException"}

# Errors that repeat the whole request.
ECHOES = {"echo": "ClientException", "echoFault": "ServerException", "echoDenied": "AccessDeniedException"}


def refusal(code, message, query=False):
    if query:
        told = f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
        return Response(told, 403, content_type="text/xml")
    return Response(json.dumps({"__type": code, "message": message}), 400, {"x-amzn-errortype": code},
                    content_type="application/x-amz-json-1.1")


def stage_name(asked):
    """The name of the stage that a request is about."""
    for one in ["serviceDeploymentArn", "serviceDeploymentArns", "serviceRevisionArns"]:
        if arns := asked.get(one):
            return (arns if isinstance(arns, str) else arns[0]).split("/")[-2]
    if tasks := asked.get("tasks"):
        return tasks[0].split("/")[-1].rsplit("-", 1)[0]
    name = next((asked[one] for one in NAMES if asked.get(one)), "")
    name = name[0] if isinstance(name, list) else name
    if name.startswith("arn:aws:secretsmanager"):
        return name.split(":")[6][:-7]
    return name.split("/")[-1].split(":")[0]


def read_question(environ, body):
    """The operation of a request, and its members."""
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        asked = dict(parse_qsl(body.decode()))
        return asked.get("Action", ""), asked
    operation = environ.get("HTTP_X_AMZ_TARGET", "").split(".")[-1]
    return operation, json.loads(body or b"{}") if operation else {}


def region_of(environ):
    """The region that a request is signed for."""
    scope = environ.get("HTTP_AUTHORIZATION", "").split("Credential=")[-1].split("/")
    return scope[2] if len(scope) > 2 else REGION


class AWS:
    def __init__(self):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.lock = threading.RLock()
        self.registry, self.functions = Registry(), functions.Functions()
        self.services, self.fates = {}, defaultdict(list)
        self.writes, self.held = defaultdict(list), defaultdict(int)
        Service.resolve = staticmethod(self.resolve)

    def resolve(self, arn):
        """The images that tasks of a task definition run when they start now."""
        region = arn.split(":")[3]
        told = self.call("ecs", "DescribeTaskDefinition", {"taskDefinition": arn}, region)
        return [{"name": one["name"], "image": one["image"], "digest": self.registry.digest(one["image"])}
                for one in told["taskDefinition"]["containerDefinitions"]]

    def __call__(self, environ, start):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        operation, asked = functions.question(environ, body) or read_question(environ, body)
        with self.lock:
            fates = self.fates[stage_name(asked), operation]
            fate = fates.pop(0) if fates else "none"
        if fate in REFUSALS:
            return refusal(REFUSALS[fate], f"{fate}: ecs:{operation}", "Action" in asked)(environ, start)
        if fate in ECHOES:
            headers = [environ.get(one, "") for one in ["HTTP_AUTHORIZATION", "HTTP_X_AMZ_SECURITY_TOKEN"]]
            return refusal(ECHOES[fate], " ".join(["cannot read", body.decode()] + headers))(environ, start)
        if fate == "fault503":
            return Response("<html><h1>503</h1></html>", 503, content_type="text/html")(environ, start)
        if fate == "holdBefore":
            self.hold(environ, asked)
        if fate == "vanished":
            self.drop(environ)
        if fate == "changed":
            self.functions.change(stage_name(asked))
        answer = self.answer(environ, operation, asked, body)
        if fate == "holdAfter":
            self.hold(environ, asked)
        if fate == "lost":
            self.drop(environ)
        return answer(environ, start)

    def hold(self, environ, asked):
        """Holds the request until the client is gone."""
        self.held[stage_name(asked)] += 1
        try:
            environ["werkzeug.socket"].recv(1, socket.MSG_PEEK)
        finally:
            self.drop(environ)

    def drop(self, environ):
        try:
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        finally:
            raise ConnectionAbortedError

    def answer(self, environ, operation, asked, body):
        with self.lock:
            service = self.services.get(stage_name(asked))
            if operation in Service.OWN and service:
                code, told = getattr(service, operation)(asked)
                if code == 200 and operation in WRITES:
                    self.writes[stage_name(asked)].append({"operation": operation, "request": asked})
                return Response(json.dumps(told), code, content_type="application/x-amz-json-1.1")
            if operation == "UpdateService" and service and service.status != "ACTIVE":
                return refusal("ServiceNotActiveException", "Service was not ACTIVE.")
            if operation == "UpdateService" and service and "taskDefinition" in asked:
                found = self.call("ecs", "DescribeTaskDefinition", {"taskDefinition": asked["taskDefinition"]},
                                  region_of(environ))
                if found.get("taskDefinition", {}).get("status") == "INACTIVE":
                    return refusal("ClientException", "TaskDefinition is inactive")
            refused = self.registry.refused(region_of(environ), asked) if operation == "PutImage" else None
            if refused:
                return refusal(*refused)
            asking = dict(environ, **{"wsgi.input": io.BytesIO(body)})
            answer = self.functions.answer(
                operation, asked, lambda: Response.from_app(self.moto, asking, buffered=True))
            if answer.status_code >= 400:
                return answer
            if operation in WRITES:
                self.writes[stage_name(asked)].append({"operation": operation, "request": asked})
            if operation == "UpdateService" and service:
                service.scale(asked.get("desiredCount"))
                arn = found["taskDefinition"]["taskDefinitionArn"] if "taskDefinition" in asked else None
                service.update(arn, asked.get("forceNewDeployment", False))
                self.show(answer, lambda told: told.update(service=service.shown(told["service"])))
            if operation == "DescribeServices" and service:
                service.look()
                self.show(answer, lambda told: told.update(services=[service.shown(one) for one in told["services"]]))
            return answer

    def show(self, answer, change):
        told = json.loads(answer.data)
        change(told)
        answer.data = json.dumps(told)

    def call(self, service, operation, asked, region=REGION):
        """Calls moto directly, without faults."""
        credential = f"AWS4-HMAC-SHA256 Credential=A/20261121/{region}/{service}/aws4_request, SignedHeaders=a, Signature=b"
        headers = {"X-Amz-Target": f"{TARGETS[service]}.{operation}", "Authorization": credential}
        environ = EnvironBuilder("/", method="POST", data=json.dumps(asked), headers=headers,
                                 content_type="application/x-amz-json-1.1").get_environ()
        return json.loads(Response.from_app(self.moto, environ, buffered=True).data or b"{}")

    def images(self, tags, name="shop", region=REGION, layers=(), immutable=False):
        """Puts images into a repository; returns their digests."""
        return self.registry.make(name, region, list(tags), list(layers), immutable)

    def place(self, name, container, desired, region=REGION, service={}, definition={}):
        """Creates a service with its own family in the cluster `main`, with other members for it and its definition."""
        self.call("ecs", "CreateCluster", {"clusterName": "main"}, region)
        made = self.call("ecs", "RegisterTaskDefinition", {
            "family": name, "networkMode": "bridge", "containerDefinitions": [container],
            "tags": [{"key": "team", "value": "shop"}], **definition}, region)
        arn = made["taskDefinition"]["taskDefinitionArn"]
        self.call("ecs", "CreateService", {
            "cluster": "main", "serviceName": name, "taskDefinition": arn, "desiredCount": desired, **service}, region)
        self.services[name] = Service(name, arn, desired)
        return arn

    def furnish(self, **wanted):
        return needs.furnish(self, **wanted)

    def supply(self, image, digest):
        """Moves a tag of a registry that is not ECR."""
        self.registry.elsewhere[image] = digest

    def retag(self, repository, old, new):
        """Moves a tag to the image of another tag."""
        got = self.call("ecr", "BatchGetImage", {"repositoryName": repository, "imageIds": [{"imageTag": old}]})
        put = {"repositoryName": repository, "imageTag": new, "imageManifest": got["images"][0]["imageManifest"]}
        self.registry.refused(REGION, put)
        self.call("ecr", "PutImage", put)

    def place_function(self, name, image, alias):
        self.functions.place(name, image, alias)

    def meet(self, name, operation, fates):
        self.fates[name, operation] += fates

    def rollout(self, name, ends, looks, back=1):
        service = self.services.get(name) or self.functions.functions[name]
        service.ends, service.looks, service.left, service.back = ends, looks, looks, back

    def digests(self, name, digests):
        """What the containers of a service's next tasks run, by name."""
        self.services[name].digests = digests

    def cause(self, name, members):
        """Why tasks of deployments that fail stop."""
        self.services[name].cause = members

    def drain(self, name):
        self.services[name].status = "DRAINING"

    def forbid(self, name, what):
        """Turns off commands in tasks (`executable`), the stopping of deployments (`stoppable`), digests (`telling`)."""
        setattr(self.services[name], what, False)

    def seen(self, name):
        return {"writes": self.writes[name], "held": self.held[name]}


logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
aws = AWS()
server = make_server("127.0.0.1", 0, aws, threaded=True)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
for line in sys.stdin:
    question = json.loads(line)
    with aws.lock:
        print(json.dumps(getattr(aws, question.pop("ask"))(**question)), flush=True)
