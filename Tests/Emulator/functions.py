"""Lambda functions for the tests, with what moto lacks.

A revision id that every change renews and that a write can require; updates that take several reads to complete and
exclude each other; images by digest; new versions only after a change; versions that take one read to become active.
"""
import base64
import io
import json
import os
import re
import time
import uuid
import zipfile
from urllib.parse import parse_qs

os.environ["MOTO_LAMBDA_STUB_ECR"] = "false"

from moto.backends import get_backend
from werkzeug.wrappers import Response

ACCOUNT, REGION = "123456789012", "eu-west-1"
WRITES = {"UpdateFunctionCode", "PublishVersion", "UpdateAlias", "TagResource"}
FUNCTION, TAGS = r"^/2015-03-31/functions/([^/]+)", r"^/2017-03-31/tags/(.+)$"
PATHS = [
    ("GET", FUNCTION + "$", "GetFunction"), ("DELETE", FUNCTION + "$", "DeleteFunction"),
    ("GET", FUNCTION + "/configuration$", "GetFunctionConfiguration"),
    ("PUT", FUNCTION + "/code$", "UpdateFunctionCode"), ("POST", FUNCTION + "/versions$", "PublishVersion"),
    ("GET", FUNCTION + "/versions$", "ListVersionsByFunction"), ("GET", FUNCTION + "/aliases/([^/]+)$", "GetAlias"),
    ("PUT", FUNCTION + "/aliases/([^/]+)$", "UpdateAlias"), ("GET", TAGS, "ListTags"), ("POST", TAGS, "TagResource"),
]


def question(environ, body):
    """The operation of a request and its members; None if it is not for Lambda."""
    for method, pattern, operation in PATHS:
        found = re.match(pattern, environ["PATH_INFO"])
        if found and environ["REQUEST_METHOD"] == method:
            asked = json.loads(body) if body else {}
            asked.update({name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()})
            asked["FunctionName"] = found[1].split(":function:")[-1].split(":")[0]
            if found.re.groups == 2:
                asked["Name"] = found[2]
            return operation, asked
    return None


def refusal(status, code, message):
    return Response(json.dumps({"Type": "User", "Message": message}), status, {"x-amzn-errortype": code},
                    content_type="application/json")


class Function:
    def __init__(self, published):
        self.looks, self.ends, self.left = 1, "Successful", 0
        self.status, self.revision = "Successful", str(uuid.uuid4())
        # The number of changes, in all and when the newest version was published.
        self.changes, self.published, self.newest = 0, 0 if published else None, "1"
        self.aliases, self.pending = {}, {}
        self.modified = self.now()
        # Deleted versions: moto would reuse their numbers.
        self.gone = set()

    @staticmethod
    def now():
        """In whole seconds: API_FunctionConfiguration.html, LastModified."""
        return time.strftime("%Y-%m-%dT%H:%M:%S.000+0000", time.gmtime())

    def refuse(self, operation, asked):
        if asked.get("Qualifier") in self.gone:
            return refusal(404, "ResourceNotFoundException", "Function not found.")
        if operation in ("UpdateFunctionCode", "PublishVersion"):
            if self.status == "InProgress":
                return refusal(409, "ResourceConflictException",
                               "The operation cannot be performed at this time. An update is in progress.")
            if asked.get("RevisionId", self.revision) != self.revision:
                return self.outdated()
        if operation == "UpdateAlias" and asked.get("RevisionId", self.alias(asked)) != self.alias(asked):
            return self.outdated()
        return None

    def outdated(self):
        return refusal(412, "PreconditionFailedException", "The Revision Id provided does not match the latest.")

    def alias(self, asked):
        return self.aliases.setdefault(asked["Name"], str(uuid.uuid4()))

    def look(self):
        """An update takes the configured number of reads; its end counts as a change."""
        if self.status != "InProgress":
            return
        if self.left > 0:
            self.left -= 1
        else:
            self.status, self.revision, self.modified = self.ends, str(uuid.uuid4()), self.now()

    def carried_out(self, operation, asked, told):
        if operation == "UpdateFunctionCode":
            self.revision, self.status, self.left = str(uuid.uuid4()), "InProgress", self.looks
            self.modified = self.now()
            self.changes += 1
        if operation == "PublishVersion":
            self.published, self.newest = self.changes, told["Version"]
            self.pending[told["Version"]] = 1
        if operation == "UpdateAlias":
            self.aliases[asked["Name"]] = str(uuid.uuid4())

    def show(self, operation, asked, told):
        if operation in ("GetAlias", "UpdateAlias"):
            told["RevisionId"] = self.alias(asked)
        elif operation == "GetFunction":
            self.show_configuration(told["Configuration"])
            self.show_code(told)
        elif operation == "ListVersionsByFunction":
            told["Versions"] = [version for version in told["Versions"] if version["Version"] not in self.gone]
            for version in told["Versions"]:
                self.show_configuration(version)
        elif operation not in ("ListTags", "TagResource"):
            self.show_configuration(told)

    def show_configuration(self, told):
        if told["Version"] == "$LATEST":
            told.update(RevisionId=self.revision, LastUpdateStatus=self.status, LastModified=self.modified)
            if self.status == "Failed":
                told.update(LastUpdateStatusReasonCode="InvalidImage", LastUpdateStatusReason="no such architecture")
        else:
            told["RevisionId"] = f"version-{told['Version']}"
            if self.pending.get(told["Version"], 0) > 0:
                self.pending[told["Version"]] -= 1
                told["State"] = "Pending"

    def show_code(self, told):
        code = told["Code"]
        if "ImageUri" in code:
            place = code["ImageUri"].split("@")[0].split(":")[0]
            code["ResolvedImageUri"] = f"{place}@sha256:{told['Configuration']['CodeSha256']}"


class Functions:
    def __init__(self):
        self.functions = {}

    def answer(self, operation, asked, ask):
        """Lambda's answer; `ask` calls moto."""
        function = self.functions.get(asked.get("FunctionName"))
        if function is None:
            return ask()
        refused = function.refuse(operation, asked)
        if refused is not None:
            return refused
        if operation == "DeleteFunction":
            function.gone.add(asked["Qualifier"])
            return Response(status=204)
        if operation in ("GetFunction", "GetFunctionConfiguration") and asked.get("Qualifier", "$LATEST") == "$LATEST":
            function.look()
        if operation == "PublishVersion" and function.published == function.changes:
            version = get_backend("lambda")[ACCOUNT][REGION].get_function(asked["FunctionName"], function.newest)
            return Response(json.dumps(version.get_configuration()), 201, content_type="application/json")
        answer = ask()
        if answer.status_code < 400 and answer.data:
            told = json.loads(answer.data)
            function.carried_out(operation, asked, told)
            function.show(operation, asked, told)
            answer.data = json.dumps(told)
        return answer

    def change(self, name):
        """Simulates a change by someone else, for instance of the memory size."""
        self.functions[name].revision = str(uuid.uuid4())

    def place(self, name, image, alias):
        """Creates a function from an image, or a zip file; with an alias, also version 1."""
        iam = get_backend("iam")[ACCOUNT]["aws"]
        role = f"arn:aws:iam::{ACCOUNT}:role/lambda"
        if role not in [known.arn for known in iam.roles.values()]:
            iam.create_role("lambda", "{}", "/", None, "", [], 3600)
        spec = {"FunctionName": name, "Role": role, "Description": "thumbnails", "MemorySize": 256}
        if image:
            spec.update(PackageType="Image", Code={"ImageUri": image})
        else:
            archive = io.BytesIO()
            with zipfile.ZipFile(archive, "w") as file:
                file.writestr("index.py", "")
            code = base64.b64encode(archive.getvalue()).decode()
            spec.update(Runtime="python3.12", Handler="index.f", Code={"ZipFile": code})
        backend = get_backend("lambda")[ACCOUNT][REGION]
        backend.create_function(spec)
        if alias:
            backend.publish_version(name, "")
            backend.create_alias(alias, name, "1", "", None)
        self.functions[name] = Function(bool(alias))
