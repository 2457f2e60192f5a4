"""What a definition needs at AWS besides its image, each thing with the stage's name at its end."""
from moto.iam import iam_backends

ACCOUNT = "123456789012"


def furnish(aws, name, tags, service):
    """Lets the stage `name` run a definition with a secret, a parameter, a role and a log group of its own.

    Its images are in a repository of its own. `service` is what the service has besides.
    """
    digests = aws.images(tags, name)
    secret = aws.call("secretsmanager", "CreateSecret", {"Name": name, "SecretString": "{}"})["ARN"]
    aws.call("ssm", "PutParameter", {"Name": f"/key/{name}", "Value": "k", "Type": "String"})
    aws.call("logs", "CreateLogGroup", {"logGroupName": f"/ecs/{name}"})
    role = iam_backends[ACCOUNT]["aws"].create_role(name, "{}", "/", None, "", [], "3600").arn
    container = {
        "name": "api", "image": "shop:old", "memory": 64, "portMappings": [{"containerPort": 8080, "name": "http"}],
        "secrets": [{"name": "PASSWORD", "valueFrom": f"{secret}:password::"},
                    {"name": "KEY", "valueFrom": f"/key/{name}"}],
        "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": f"/ecs/{name}"}}}
    aws.place(name, container, 2, service=service, definition={"taskRoleArn": role, "executionRoleArn": role})
    return {"digests": digests, "secret": secret}
