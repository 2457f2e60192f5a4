"""An ECS service whose deployments progress with each read."""

ARN = "arn:aws:ecs:eu-west-1:123456789012:service-deployment/main"
REVISION = "arn:aws:ecs:eu-west-1:123456789012:service-revision/main"
TASK = "arn:aws:ecs:eu-west-1:123456789012:task/main"


class Service:
    """Keeps deployments as DescribeServices shows them, and service deployments with their outcomes."""
    OWN = {"ListServiceDeployments", "DescribeServiceDeployments", "DescribeServiceRevisions", "StopServiceDeployment",
           "ListTasks", "DescribeTasks"}
    # What the containers of a task definition ran: set by the emulator, which knows the registry.
    resolve = staticmethod(lambda arn: [])
    # Members that a list of service deployments omits.
    DETAILS = {"rollback"}
    count = 0

    def __init__(self, name, arn, desired):
        self.name, self.deployments, self.desired, self.running = name, [], desired, desired
        # Service deployments, the newest first, and the task definition and images of each service revision.
        # Each deployment resolves the tags anew (deployment-type-ecs.html, "Container image resolution").
        self.past, self.revisions, self.images = [], {}, {}
        # Whether ECS tells the digests of the images; old agents do not.
        self.telling = True
        self.looks, self.ends, self.stoppable, self.executable = 1, "COMPLETED", True, True
        self.begin(arn, "COMPLETED")

    def begin(self, arn, state, images=None):
        for old in self.deployments:
            old["status"] = "ACTIVE"
        if self.past and self.past[0]["status"] == "IN_PROGRESS":
            self.past[0]["status"] = "STOPPED"
        Service.count += 1
        self.left = self.looks
        revision = f"{REVISION}/{self.name}/{Service.count:019}"
        self.images[revision] = images or self.resolve(arn)
        self.current, self.previous = revision, getattr(self, "current", revision)
        self.deployments.insert(0, {
            "id": f"ecs-svc/{Service.count:019}", "status": "PRIMARY", "taskDefinition": arn, "createdAt": 1795255200.5,
            "updatedAt": 1795255201.25, "desiredCount": self.desired, "pendingCount": 0, "failedTasks": 0,
            "runningCount": self.desired if state == "COMPLETED" else 0, "rolloutState": state,
            "rolloutStateReason": f"ECS deployment {state.lower()}."})
        self.revisions[revision] = arn
        if state == "IN_PROGRESS":
            self.past.insert(0, {
                "serviceDeploymentArn": f"{ARN}/{self.name}/{Service.count:021}", "status": state,
                "targetServiceRevisionArn": revision, "createdAt": 1795255200.5})

    def look(self):
        self.running += (self.running < self.desired) - (self.running > self.desired)
        newest = self.deployments[0]
        if newest["rolloutState"] != "IN_PROGRESS":
            return
        self.left -= 1
        if self.past[0]["status"] == "ROLLBACK_REQUESTED":
            self.fail("ROLLBACK_SUCCESSFUL", "ECS deployment was stopped.")
        elif self.left > 0:
            return
        elif self.ends == "COMPLETED":
            newest.update(rolloutState="COMPLETED", runningCount=self.desired)
            self.past[0]["status"] = "SUCCESSFUL"
            del self.deployments[1:]
        else:
            self.fail("ROLLBACK_SUCCESSFUL", "ECS deployment circuit breaker: tasks failed to start.")

    def fail(self, status, reason):
        """Rolls back to what ran before."""
        self.deployments[0].update(rolloutState="FAILED", runningCount=0, failedTasks=2, rolloutStateReason=reason)
        before = self.deployments[1]["taskDefinition"]
        back = f"{REVISION}/{self.name}/before-{Service.count:019}"
        self.revisions[back] = before
        self.past[0].update(status=status, statusReason=reason, rollback={
            "reason": reason, "serviceRevisionArn": back})
        self.images[back] = self.images[self.previous]
        self.begin(before, "COMPLETED", self.images[self.previous])
        if self.ends == "FORGOTTEN":
            del self.deployments[1:]

    def scale(self, desired):
        if desired is not None:
            self.desired = self.deployments[0]["desiredCount"] = desired

    def shown(self, service):
        return dict(service, taskDefinition=self.deployments[0]["taskDefinition"], deployments=self.deployments,
                    desiredCount=self.desired, runningCount=self.running, currentServiceRevisions=[{
                        "arn": self.current, "requestedTaskCount": self.desired, "runningTaskCount": self.running,
                        "pendingTaskCount": 0}])

    def digest(self, image):
        """A member of what runs, as far as ECS tells it."""
        return {"imageDigest": image["digest"]} if self.telling and image["digest"] else {}

    def ListTasks(self, asked):
        return 200, {"taskArns": [f"{TASK}/{self.name}-{number}" for number in range(self.running)]}

    def DescribeTasks(self, asked):
        # imageDigest: API_Container.html
        containers = [{"name": image["name"], "image": image["image"], "lastStatus": "RUNNING", **self.digest(image),
                       "managedAgents": [{"name": "ExecuteCommandAgent", "lastStatus": "RUNNING"}]}
                      for image in self.images[self.current]]
        return 200, {"tasks": [{
            "taskArn": arn, "taskDefinitionArn": self.deployments[0]["taskDefinition"], "lastStatus": "RUNNING",
            "startedAt": 1795255200.5 + number, "enableExecuteCommand": self.executable, "containers": containers,
        } for number, arn in enumerate(asked["tasks"])]}

    def ListServiceDeployments(self, asked):
        return 200, {"serviceDeployments": [
            {name: value for name, value in one.items() if name not in self.DETAILS} for one in self.past]}

    def DescribeServiceDeployments(self, asked):
        arns = asked["serviceDeploymentArns"]
        return 200, {"serviceDeployments": [one for one in self.past if one["serviceDeploymentArn"] in arns]}

    def DescribeServiceRevisions(self, asked):
        arns = asked["serviceRevisionArns"]
        if len(arns) > 20:
            return 400, {"__type": "InvalidParameterException", "message": "at most 20 service revisions"}
        # containerImages: API_ServiceRevision.html
        return 200, {"serviceRevisions": [
            {"serviceRevisionArn": arn, "taskDefinition": self.revisions[arn], "containerImages": [
                {"containerName": image["name"], "image": image["image"], **self.digest(image)}
                for image in self.images.get(arn, [])]} for arn in arns if arn in self.revisions]}

    def StopServiceDeployment(self, asked):
        arn = asked["serviceDeploymentArn"]
        found = next((one for one in self.past if one["serviceDeploymentArn"] == arn), None)
        if not found:
            return 400, {"__type": "ServiceDeploymentNotFoundException", "message": f"no {arn}"}
        if found["status"] != "IN_PROGRESS" or not self.stoppable:
            return 400, {"__type": "ConflictException", "message": "The service deployment cannot be stopped."}
        found["status"] = "ROLLBACK_REQUESTED"
        return 200, {"serviceDeploymentArn": arn}
