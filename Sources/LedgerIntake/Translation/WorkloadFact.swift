import LedgerDomain
import LedgerValues

/// A fact about a deployment of a workload whose stage is not known yet.
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

/// The image of a container of a task.
struct TaskContainer: Equatable {
    let name: String
    /// The image as the task definition names it, by tag or digest.
    let image: String
    /// Known once the image was pulled.
    let digest: String?

    /// `registry/repository@sha256:…`.
    var pinnedImage: String? {
        digest.map { "\(repository)@\($0)" }
    }

    /// The image's name without tag and digest; a colon before the last slash is a port.
    fileprivate var repository: Substring {
        let name = image.prefix { $0 != "@" }
        guard let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") else { return name }
        return name[..<colon]
    }
}

extension [TaskContainer] {
    /// The container whose image the stage's stack builds: found by name, else by repository, else the only one.
    fileprivate func container(of stage: StageAdded) -> TaskContainer? {
        if case .ecs(_, _, _, let name) = stage.target, let named = first(where: { $0.name == name }) { return named }
        if let repository = stage.settings["repository"]?.string {
            let built = filter { $0.repository == repository || $0.repository.hasSuffix("/\(repository)") }
            if built.count == 1 { return built.first }
        }
        return count == 1 ? first : nil
    }
}
