import LedgerDomain
import LedgerValues

/// What AWS says about one deployment of a workload, before it is known which stage runs that workload.
struct WorkloadFact: Equatable {
    enum News: Equatable {
        case deployment(DeploymentFact.News)
        case task(revision: String, containers: [TaskContainer], stop: TaskStop?)
    }

    let workload: Workload
    /// Nil where AWS does not name it: CodeDeploy names neither the task set nor the service.
    let awsDeployment: String?
    let time: Timestamp
    let news: News

    /// The fact for the stage that runs the workload; nil if it is about none of its deployments.
    func fact(for definition: StageAdded, in stage: Stage) -> DeploymentFact? {
        guard let awsDeployment = awsDeployment ?? stage.taskSet(at: time) else { return nil }
        return DeploymentFact(awsDeployment: awsDeployment, time: time, news: news(for: definition))
    }

    private func news(for stage: StageAdded) -> DeploymentFact.News {
        switch news {
        case .deployment(let news): news
        case .task(let revision, let containers, _):
            .content(
                revision: revision,
                image: containers.container(of: stage)?.pinnedImage,
                images: containers.pinnedImages(besides: containers.container(of: stage))
            )
        }
    }

    /// The task that stopped, if the event is about one.
    var stop: TaskStop? {
        switch news {
        case .deployment: nil
        case .task(_, _, let stop): stop
        }
    }
}

extension Stage {
    /// The task set that CodeDeploy is working on at this time: the newest of which tasks were seen.
    ///
    /// ECS tells of a task set only its tasks: neither a beginning nor an end.
    fileprivate func taskSet(at time: Timestamp) -> String? {
        let begun = deployments.filter { $0.kind == .observed && $0.awsDeployment != nil && $0.times.began <= time }
        let newest = begun.max { ($0.times.began, $0.version) < ($1.times.began, $1.version) }
        guard let newest, newest.isOnlySeen, newest.yields(to: .succeeded) else { return nil }
        return newest.awsDeployment
    }
}

/// A container of a task, with the image that it runs.
struct TaskContainer: Equatable {
    let name: String
    /// As the task definition names it, by tag or digest.
    let image: ImageName
    /// Known once the image was pulled.
    let digest: String?

    /// `registry/repository@sha256:…`.
    var pinnedImage: String? { digest.map(image.pinned) }
}

extension [TaskContainer] {
    /// The images of the other containers that are named by tags, as far as they are known.
    fileprivate func pinnedImages(besides own: TaskContainer?) -> [String: String] {
        reduce(into: [:]) { images, container in
            guard container != own, !container.image.isPinned, let image = container.pinnedImage else { return }
            images[container.name] = image
        }
    }

    /// The container with the stage's image: by its name, else by its repository, else the only one.
    fileprivate func container(of stage: StageAdded) -> TaskContainer? {
        if case .ecs(_, _, _, let name) = stage.target, let named = first(where: { $0.name == name }) { return named }
        if let repository = stage.settings["repository"]?.string {
            let built = filter { container in
                let location = container.image.location
                return location == repository || location.hasSuffix("/\(repository)")
            }
            if built.count == 1 { return built.first }
        }
        return count == 1 ? first : nil
    }
}
