"""Resources that a definition needs besides its image; their names end with the stage's name."""
from moto.iam import iam_backends

ACCOUNT = "123456789012"


def furnish(aws, name, tags, service):
    """Creates the stage `name` with a definition that uses its own secret, parameter, role and log group.

    Its images are in its own repository. `service` has further members of the service.
    """
    digests = aws.images([*tags, "v0"], name)
    secret = aws.call("secretsmanager", "CreateSecret", {"Name": name, "SecretString": "{}"})["ARN"]
    aws.call("ssm", "PutParameter", {"Name": f"/key/{name}", "Value": "k", "Type": "String"})
    aws.call("logs", "CreateLogGroup", {"logGroupName": f"/ecs/{name}"})
    role = iam_backends[ACCOUNT]["aws"].create_role(name, "{}", "/", None, "", [], "3600").arn
    container = {
        "name": "api", "image": f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/{name}:v0", "memory": 64, "portMappings": [{"containerPort": 8080, "name": "http"}],
        "secrets": [{"name": "PASSWORD", "valueFrom": f"{secret}:password::"},
                    {"name": "KEY", "valueFrom": f"/key/{name}"}],
        "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": f"/ecs/{name}"}}}
    aws.place(name, container, 2, service=service, definition={"taskRoleArn": role, "executionRoleArn": role})
    return {"digests": digests, "secret": secret}
