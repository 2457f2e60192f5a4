"""Resolves endpoints with botocore: reads an array of [service id, region, FIPS], writes an array of {url, region}."""
import json
import sys

import botocore.session
from botocore.config import Config

session = botocore.session.get_session()
session.set_credentials("key", "secret")
ids = {session.get_service_model(name).service_id.hyphenize(): name for name in (
    "application-autoscaling", "autoscaling", "ecr", "ecs", "iam", "lambda", "logs", "secretsmanager", "ssm", "sts")}


def resolve(service, region, fips):
    name = ids[service.lower().replace(" ", "-")]
    client = session.create_client(name, region_name=region, config=Config(use_fips_endpoint=fips))
    return {"url": client.meta.endpoint_url, "region": client._request_signer._region_name}


json.dump([resolve(*question) for question in json.load(sys.stdin)], sys.stdout)
