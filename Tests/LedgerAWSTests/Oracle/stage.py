"""Creates a stage's resources on a moto server with boto3; writes the names that it assigned."""
import json
import sys

import boto3
from botocore.config import Config

url = json.load(sys.stdin)


def client(service):
    return boto3.client(service, region_name="eu-central-1", endpoint_url=url, aws_access_key_id="AKIDEXAMPLE",
                        aws_secret_access_key="secret", config=Config(retries={"max_attempts": 0}))


ecs, ecr, iam, functions, logs = client("ecs"), client("ecr"), client("iam"), client("lambda"), client("logs")
ecs.create_cluster(clusterName="prod", tags=[{"key": "stack", "value": "shop"}])
container = {"name": "web", "image": "shop:1", "memory": 128, "environment": [{"name": "A", "value": "é"}],
             "secrets": [{"name": "S", "valueFrom": "/shop/key"}], "dockerLabels": {"a": "b"}}
ecs.register_task_definition(family="shop", containerDefinitions=[container], networkMode="bridge",
                             tags=[{"key": "by", "value": "boto"}])
ecs.create_service(cluster="prod", serviceName="web", taskDefinition="shop:1", desiredCount=1,
                   tags=[{"key": "stage", "value": "prod"}])

ecs.register_task_definition(family="job", networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256",
                             memory="512", containerDefinitions=[dict(container, cpu=256, memory=512)])
subnet = client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
group = client("ec2").describe_security_groups()["SecurityGroups"][0]["GroupId"]
task = ecs.run_task(cluster="prod", taskDefinition="job:1", launchType="FARGATE", startedBy="ecs-svc/1",
                    networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": [group]}})["tasks"][0]["taskArn"]

ecr.create_repository(repositoryName="shop")
manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
                       "config": {"mediaType": "c", "size": 7, "digest": "sha256:" + "c" * 64},
                       "layers": [{"mediaType": "l", "size": 9, "digest": "sha256:" + "d" * 64}]}, indent=3)
image = ecr.put_image(repositoryName="shop", imageManifest=manifest, imageTag="dev")["image"]["imageId"]

trust = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
role = iam.create_role(RoleName="runner", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
iam.create_user(UserName="ana")
iam.put_user_policy(UserName="ana", PolicyName="all", PolicyDocument=json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
key = iam.create_access_key(UserName="ana")["AccessKey"]
function = functions.create_function(FunctionName="shop", Role=role, PackageType="Image", Code={
    "ImageUri": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:dev"}, Tags={"stage": "prod"})["FunctionArn"]
version = functions.publish_version(FunctionName="shop")["Version"]
functions.create_alias(FunctionName="shop", Name="live", FunctionVersion="$LATEST")

client("application-autoscaling").register_scalable_target(
    ServiceNamespace="ecs", ResourceId="service/prod/web", ScalableDimension="ecs:service:DesiredCount",
    MinCapacity=1, MaxCapacity=3)
groups = client("autoscaling")
groups.create_launch_configuration(LaunchConfigurationName="c", ImageId="ami-12345678", InstanceType="t3.micro")
groups.create_auto_scaling_group(AutoScalingGroupName="nodes", LaunchConfigurationName="c", MinSize=1, MaxSize=3,
                                 DesiredCapacity=2, AvailabilityZones=["eu-central-1a"],
                                 Tags=[{"Key": "stage", "Value": "a<b&c"}])
client("ssm").put_parameter(Name="/shop/key", Value="hidden", Type="SecureString")
secrets = client("secretsmanager")
secret = secrets.create_secret(Name="shop/db", SecretString="hidden")["ARN"]
secrets.create_secret(Name="shop/gone", SecretString="hidden")
secrets.delete_secret(SecretId="shop/gone")
logs.create_log_group(logGroupName="/ecs/shop")

json.dump({"digest": image["imageDigest"], "manifest": manifest, "function": function, "version": version,
           "role": role, "task": task, "secret": secret, "key": key["AccessKeyId"], "keySecret": key["SecretAccessKey"]}, sys.stdout)
