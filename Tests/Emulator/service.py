"""An ECS service whose deployments progress with each read.

What AWS documents, and this does (pages of docs.aws.amazon.com/AmazonECS/latest):
- developerguide/service-deployment.html: the statuses of a service deployment; creating a service, an update that changes
  what is deployed, and `forceNewDeployment` each start one; any other update starts none.
- developerguide/deployment-circuit-breaker.html: a rollback goes to the last deployment that completed.
- APIReference/API_Rollback.html: a rollback names the service revision that it goes back to; it has none of its own.
- APIReference/API_ServiceDeployment.html (`stoppedAt`): without the rollback option a failed deployment is STOPPED.
- developerguide/stop-service-deployment.html: a stopped deployment becomes ROLLBACK_REQUESTED, and then rolls back.
- APIReference/API_Service.html: a service names its `currentServiceDeployment`.
"""
import time

ARN = "arn:aws:ecs:eu-west-1:123456789012:service-deployment/main"
REVISION = "arn:aws:ecs:eu-west-1:123456789012:service-revision/main"
TASK = "arn:aws:ecs:eu-west-1:123456789012:task/main"
UNDER_WAY = {"IN_PROGRESS", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"}


class Service:
    """Keeps deployments as DescribeServices shows them, and service deployments with their outcomes.

    `ends` says how deployments end: `COMPLETED`; `FAILED` and rolled back; `FORGOTTEN`, the same, and the service shows it
    no more; `STOPPED`, failed and not rolled back; `ROLLBACK_FAILED`, failed, and so does the rollback: no task runs.
    A deployment takes `looks` reads, a rollback `back`.
    """
    OWN = {"ListServiceDeployments", "DescribeServiceDeployments", "DescribeServiceRevisions", "StopServiceDeployment",
           "ListTasks", "DescribeTasks"}
    # What the containers of a task definition ran: set by the emulator, which knows the registry.
    resolve = staticmethod(lambda arn: [])
    # Members that a list of service deployments omits.
    DETAILS = {"rollback"}
    count, last = 0, 0.0

    def __init__(self, name, arn, desired):
        self.name, self.deployments, self.desired, self.running = name, [], desired, desired
        # Service deployments, the newest first, and the task definition and images of each service revision.
        # Each deployment resolves the tags anew (deployment-type-ecs.html, "Container image resolution").
        self.past, self.revisions, self.images = [], {}, {}
        # Whether ECS tells the digests of the images; old agents do not.
        self.telling = True
        self.looks, self.back, self.ends, self.stoppable, self.executable = 1, 1, "COMPLETED", True, True
        # `DRAINING` once it is deleted, until its tasks have ended (API reference, Service.status).
        self.status = "ACTIVE"
        # What the next tasks run, by container, in place of what the registry has.
        self.digests = {}
        # Tasks that stopped, as DescribeTasks shows them for an hour (API reference, ListTasks.desiredStatus), and what the
        # tasks of a deployment that fails stop with: members of Task.
        self.stopped, self.cause = [], {"stopCode": "EssentialContainerExited", "containers": [{"exitCode": 1}],
                                        "stoppedReason": "Essential container in task exited"}
        self.begin(arn, "COMPLETED")

    @staticmethod
    def now():
        """Later than any time before."""
        Service.last = max(round(time.time(), 3), round(Service.last + 0.001, 3))
        return Service.last

    def begin(self, arn, state="IN_PROGRESS"):
        """Starts a service deployment, which replaces one that is under way."""
        if self.past and self.past[0]["status"] in UNDER_WAY:
            self.past[0].update(status="STOPPED", finishedAt=self.now())
        Service.count += 1
        revision = f"{REVISION}/{self.name}/{Service.count:019}"
        self.revisions[revision], self.current = arn, revision
        self.images[revision] = [
            {**one, "digest": self.digests.get(one["name"], one["digest"])} for one in self.resolve(arn)]
        self.past.insert(0, {
            "serviceDeploymentArn": f"{ARN}/{self.name}/{Service.count:021}", "createdAt": self.now(),
            "status": "SUCCESSFUL" if state == "COMPLETED" else state, "targetServiceRevisionArn": revision})
        self.show(arn, state, self.looks)

    def show(self, arn, state, looks):
        """Shows a new PRIMARY deployment."""
        for old in self.deployments:
            old["status"] = "ACTIVE"
        Service.count += 1
        self.left, began = looks, self.now()
        self.deployments.insert(0, {
            "id": f"ecs-svc/{Service.count:019}", "status": "PRIMARY", "taskDefinition": arn, "createdAt": began,
            "updatedAt": began, "desiredCount": self.desired, "pendingCount": 0, "failedTasks": 0,
            "runningCount": self.desired if state == "COMPLETED" else 0, "rolloutState": state,
            "rolloutStateReason": f"ECS deployment {state.lower()}."})

    def look(self):
        newest, current = self.deployments[0], self.past[0]
        if current["status"] == "ROLLBACK_FAILED":
            self.running = 0
            return
        self.running += (self.running < self.desired) - (self.running > self.desired)
        if newest["rolloutState"] != "IN_PROGRESS":
            return
        self.left -= 1
        if current["status"] == "ROLLBACK_REQUESTED":
            self.fail("ECS deployment was stopped.")
        elif self.left > 0:
            return
        elif current["status"] == "ROLLBACK_IN_PROGRESS":
            self.finish("FAILED" if self.ends == "ROLLBACK_FAILED" else "COMPLETED",
                        "ROLLBACK_FAILED" if self.ends == "ROLLBACK_FAILED" else "ROLLBACK_SUCCESSFUL")
        elif self.ends == "COMPLETED":
            self.finish("COMPLETED", "SUCCESSFUL")
        else:
            self.fail("ECS deployment circuit breaker: tasks failed to start.")

    def stop(self):
        """Stops the first tasks of the newest deployment."""
        newest = self.deployments[0]
        for number in range(2):
            self.stopped.append({
                **self.cause, "taskArn": f"{TASK}/{self.name}-{Service.count}s{number}", "lastStatus": "STOPPED",
                "taskDefinitionArn": newest["taskDefinition"], "startedBy": newest["id"],
                "stoppedAt": 1795255300.5 + len(self.stopped),
                "containers": [{"name": "api", "lastStatus": "STOPPED", **one} for one in self.cause["containers"]]})

    def finish(self, state, status):
        newest = self.deployments[0]
        newest.update(rolloutState=state, runningCount=self.desired if state == "COMPLETED" else 0, updatedAt=self.now())
        self.past[0].update(status=status, finishedAt=self.now())
        if state == "FAILED":
            self.running = 0
        elif status == "SUCCESSFUL":
            del self.deployments[1:]

    def fail(self, reason):
        """Ends the deployment, and begins to roll it back to what was completed last."""
        self.stop()
        self.deployments[0].update(
            rolloutState="FAILED", runningCount=0, failedTasks=2, rolloutStateReason=reason, updatedAt=self.now())
        self.past[0]["statusReason"] = reason
        if self.ends == "STOPPED":
            self.past[0].update(status="STOPPED", finishedAt=self.now())
            return
        back = next(one["targetServiceRevisionArn"] for one in self.past if one["status"] == "SUCCESSFUL")
        self.past[0].update(status="ROLLBACK_IN_PROGRESS", rollback={
            "reason": reason, "startedAt": self.now(), "serviceRevisionArn": back})
        if self.ends == "FORGOTTEN":
            del self.deployments[0]
        self.current = back
        self.show(self.revisions[back], "IN_PROGRESS", self.back)

    def update(self, arn, force):
        """What UpdateService starts: nothing where the service runs this already."""
        running = self.deployments[0]["taskDefinition"]
        if force or arn not in (None, running):
            self.begin(arn or running)

    def scale(self, desired):
        if desired not in (None, self.desired):
            self.desired = self.deployments[0]["desiredCount"] = desired
            self.deployments[0]["updatedAt"] = self.now()

    def shown(self, service):
        return dict(service, taskDefinition=self.deployments[0]["taskDefinition"], deployments=self.deployments,
                    desiredCount=self.desired, runningCount=self.running, status=self.status,
                    currentServiceDeployment=self.past[0]["serviceDeploymentArn"], currentServiceRevisions=[{
                        "arn": self.current, "requestedTaskCount": self.desired, "runningTaskCount": self.running,
                        "pendingTaskCount": 0}])

    def digest(self, image):
        """A member of what runs, as far as ECS tells it."""
        return {"imageDigest": image["digest"]} if self.telling and image["digest"] else {}

    def ListTasks(self, asked):
        if asked.get("desiredStatus") == "STOPPED":
            return 200, {"taskArns": [task["taskArn"] for task in self.stopped]}
        return 200, {"taskArns": [f"{TASK}/{self.name}-{number}" for number in range(self.running)]}

    def DescribeTasks(self, asked):
        # imageDigest: API_Container.html
        containers = [{"name": image["name"], "image": image["image"], "lastStatus": "RUNNING", **self.digest(image),
                       "managedAgents": [{"name": "ExecuteCommandAgent", "lastStatus": "RUNNING"}]}
                      for image in self.images[self.current]]
        stopped = [task for task in self.stopped if task["taskArn"] in asked["tasks"]]
        return 200, {"tasks": stopped or [{
            "taskArn": arn, "taskDefinitionArn": self.deployments[0]["taskDefinition"], "lastStatus": "RUNNING",
            "startedAt": 1795255200.5 + number, "enableExecuteCommand": self.executable, "containers": containers,
            "startedBy": self.deployments[0]["id"],
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
        if found["status"] not in UNDER_WAY or not self.stoppable:
            return 400, {"__type": "ConflictException", "message": "The service deployment cannot be stopped."}
        if found["status"] == "IN_PROGRESS":
            found["status"] = "ROLLBACK_REQUESTED"
        return 200, {"serviceDeploymentArn": arn}
