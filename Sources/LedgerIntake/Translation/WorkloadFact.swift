import LedgerDomain
import LedgerValues

/// What AWS says about one deployment of a workload, before it is known which stage runs that workload.
struct WorkloadFact: Equatable {
    enum News: Equatable {
        case deployment(DeploymentFact.News)
        case task(revision: String, containers: [TaskContainer])
    }

    let workload: Workload
    let awsDeployment: String
    let time: Timestamp
    let news: News

    func fact(for stage: StageAdded) -> DeploymentFact {
        DeploymentFact(awsDeployment: awsDeployment, time: time, news: news(for: stage))
    }

    private func news(for stage: StageAdded) -> DeploymentFact.News {
        switch news {
        case .deployment(let news): news
        case .task(let revision, let containers):
            .content(revision: revision, image: containers.container(of: stage)?.pinnedImage)
        }
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
