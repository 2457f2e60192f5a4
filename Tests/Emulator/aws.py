"""AWS for the tests: moto over HTTP, with deployments of ECS that live, and faults where they are asked for.

Prints the port of loopback that it listens on. Then each line of standard input is a question, each line of standard
output its answer; it ends when its standard input does. A stage has one name: its service's, and its family's.
"""
import io
import json
import logging
import socket
import sys
import threading
from collections import defaultdict

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

import functions

REGION, REGISTRY = "eu-west-1", "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
TARGETS = {"ecs": "AmazonEC2ContainerServiceV20141113", "ecr": "AmazonEC2ContainerRegistry_V20150921"}
WRITES = {"RegisterTaskDefinition", "DeregisterTaskDefinition", "CreateService", "UpdateService", "PutImage"}
WRITES |= functions.WRITES
REFUSALS = {"throttle": "ThrottlingException", "denied": "AccessDeniedException", "unknown": "ClientException",
            "busy": "ResourceConflictException"}


def refusal(code, message):
    return Response(json.dumps({"__type": code, "message": message}), 400, {"x-amzn-errortype": code},
                    content_type="application/x-amz-json-1.1")


def stage_name(asked):
    """Of the stage that a request is about."""
    name = asked.get("service") or asked.get("serviceName") or (asked.get("services") or [None])[0]
    name = name or asked.get("family") or asked.get("familyPrefix") or asked.get("taskDefinition")
    name = name or asked.get("FunctionName") or ""
    return name.split("/")[-1].split(":")[0]


class Service:
    """The deployments of a service; each look at them brings them on."""
    count = 0

    def __init__(self, arn, desired):
        self.deployments, self.desired = [], desired
        self.looks, self.ends = 1, "COMPLETED"
        self.begin(arn, "COMPLETED")

    def begin(self, arn, state):
        for old in self.deployments:
            old["status"] = "ACTIVE"
        Service.count += 1
        self.left = self.looks
        self.deployments.insert(0, {
            "id": f"ecs-svc/{Service.count:019}", "status": "PRIMARY", "taskDefinition": arn, "createdAt": 1795255200.5,
            "updatedAt": 1795255201.25, "desiredCount": self.desired, "pendingCount": 0, "failedTasks": 0,
            "runningCount": self.desired if state == "COMPLETED" else 0, "rolloutState": state,
            "rolloutStateReason": f"ECS deployment {state.lower()}."})

    def look(self):
        newest = self.deployments[0]
        if newest["rolloutState"] != "IN_PROGRESS":
            return
        self.left -= 1
        if self.left > 0:
            return
        newest.update(rolloutState=self.ends, runningCount=self.desired if self.ends == "COMPLETED" else 0)
        if self.ends == "COMPLETED":
            del self.deployments[1:]
        else:
            newest.update(failedTasks=2, rolloutStateReason="ECS deployment circuit breaker: tasks failed to start.")
            self.begin(self.deployments[1]["taskDefinition"], "COMPLETED")
            if self.ends == "FORGOTTEN":
                del self.deployments[1:]

    def shown(self, service):
        return dict(service, taskDefinition=self.deployments[0]["taskDefinition"], deployments=self.deployments)


class AWS:
    def __init__(self):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.lock = threading.RLock()
        self.services, self.functions, self.fates = {}, functions.Functions(), defaultdict(list)
        self.writes, self.held = defaultdict(list), defaultdict(int)

    def __call__(self, environ, start):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        operation = environ.get("HTTP_X_AMZ_TARGET", "").split(".")[-1]
        asked = json.loads(body or b"{}") if operation else {}
        operation, asked = functions.question(environ, body) or (operation, asked)
        with self.lock:
            fates = self.fates[stage_name(asked), operation]
            fate = fates.pop(0) if fates else "none"
        if fate in REFUSALS:
            return refusal(REFUSALS[fate], f"{fate}: ecs:{operation}")(environ, start)
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
        """Until whoever asks is gone."""
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
            if operation == "UpdateService" and service and "taskDefinition" in asked:
                found = self.call("ecs", "DescribeTaskDefinition", {"taskDefinition": asked["taskDefinition"]})
                if found.get("taskDefinition", {}).get("status") == "INACTIVE":
                    return refusal("ClientException", "TaskDefinition is inactive")
            asking = dict(environ, **{"wsgi.input": io.BytesIO(body)})
            answer = self.functions.answer(
                operation, asked, lambda: Response.from_app(self.moto, asking, buffered=True))
            if answer.status_code >= 400:
                return answer
            if operation in WRITES:
                self.writes[stage_name(asked)].append({"operation": operation, "request": asked})
            if operation == "UpdateService" and service:
                if "taskDefinition" in asked:
                    service.begin(found["taskDefinition"]["taskDefinitionArn"], "IN_PROGRESS")
                self.show(answer, lambda told: told.update(service=service.shown(told["service"])))
            if operation == "DescribeServices" and service:
                service.look()
                self.show(answer, lambda told: told.update(services=[service.shown(one) for one in told["services"]]))
            return answer

    def show(self, answer, change):
        told = json.loads(answer.data)
        change(told)
        answer.data = json.dumps(told)

    def call(self, service, operation, asked):
        """Asks moto itself, past all faults."""
        credential = f"AWS4-HMAC-SHA256 Credential=A/20261121/{REGION}/{service}/aws4_request, SignedHeaders=a, Signature=b"
        headers = {"X-Amz-Target": f"{TARGETS[service]}.{operation}", "Authorization": credential}
        environ = EnvironBuilder("/", method="POST", data=json.dumps(asked), headers=headers,
                                 content_type="application/x-amz-json-1.1").get_environ()
        return json.loads(Response.from_app(self.moto, environ, buffered=True).data)

    def images(self, tags):
        """Puts images into the repository `shop`; their digests."""
        self.call("ecr", "CreateRepository", {"repositoryName": "shop"})
        digests = {}
        for tag in tags:
            layer = {"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": 9,
                     "digest": "sha256:" + tag.encode().hex().zfill(64)}
            manifest = {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
                        "config": {"size": 7, "digest": layer["digest"]}, "layers": [layer]}
            put = self.call("ecr", "PutImage", {"repositoryName": "shop", "imageTag": tag,
                                                "imageManifest": json.dumps(manifest)})
            digests[tag] = put["image"]["imageId"]["imageDigest"]
        return digests

    def place(self, name, container, desired):
        """A service of its own family in the cluster `main`."""
        self.call("ecs", "CreateCluster", {"clusterName": "main"})
        made = self.call("ecs", "RegisterTaskDefinition", {
            "family": name, "networkMode": "bridge", "containerDefinitions": [container],
            "tags": [{"key": "team", "value": "shop"}]})
        arn = made["taskDefinition"]["taskDefinitionArn"]
        self.call("ecs", "CreateService", {
            "cluster": "main", "serviceName": name, "taskDefinition": arn, "desiredCount": desired})
        self.services[name] = Service(arn, desired)
        return arn

    def place_function(self, name, image, alias):
        self.functions.place(name, image, alias)

    def meet(self, name, operation, fates):
        self.fates[name, operation] += fates

    def rollout(self, name, ends, looks):
        service = self.services.get(name) or self.functions.functions[name]
        service.ends, service.looks, service.left = ends, looks, looks

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
