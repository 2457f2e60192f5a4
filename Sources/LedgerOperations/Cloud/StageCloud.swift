package import LedgerDomain
package import LedgerProcessor
package import LedgerValues

/// AWS as the operations on a stage see it: what runs there, and the calls that change it.
package protocol StageCloud: Cloud {
    /// The ARN of the principal that asks.
    ///
    /// - Throws: ``CloudError/unusable(_:hint:)`` for another account than the stage's.
    func caller() async throws(CloudError) -> String

    /// What the service is told to run.
    func service() async throws(CloudError) -> RunningService

    /// A revision, and the images that it ran; `service` is left out for one that does not run.
    func revision(_ name: String, of service: RunningService?) async throws(CloudError) -> SeenRevision

    /// Whether the service has run a revision, as far as ECS remembers: for 90 days.
    func hasRun(_ revision: String) async throws(CloudError) -> Bool

    /// A revision, `family:N`; or the newest active one of a family.
    func definition(_ name: String) async throws(CloudError) -> DescribedRevision

    /// What the stage's Lambda function runs.
    func function() async throws(CloudError) -> RunningFunction

    func hasVersion(_ version: String) async throws(CloudError) -> Bool

    /// The counts in force now.
    func standing(of unit: DesiredScale.Unit) async throws(CloudError) -> DesiredScale

    /// An image with its digest, `registry/repository@sha256:…`.
    func pinned(_ image: ImageName) async throws(CloudError) -> String

    /// Whether a tag of an image's repository may be moved from one image to another.
    func canMove(tag: String, of image: ImageName) async throws(CloudError) -> Bool

    /// The tasks of the service that run, at most 100, the newest first.
    func runningTasks() async throws(CloudError) -> [RunningTask]

    func answer(_ question: TargetQuestion) async -> TargetAnswer

    /// The time there, where the local clock is off by ten seconds or more.
    var serverTime: Timestamp? { get }
}

extension StageCloud {
    package var serverTime: Timestamp? { nil }
}

/// Where operations get the cloud of a stage.
package protocol StageClouds: Sendable {
    /// Whether there are credentials in the environment, in a file or of a container: nothing else has to be asked or
    /// run for them.
    var hasCredentialsAtHand: Bool { get }

    func cloud(of stage: StageAdded) throws(CloudError) -> any StageCloud
}

/// A task of a stage's service.
package struct RunningTask: Equatable, Sendable {
    /// The last part of its ARN.
    package let id: String
    /// `family:N`.
    package let revision: String?
    package let startedAt: Timestamp?
    package let containers: [String]
    /// Whether ECS Exec is enabled for it.
    package let canExecute: Bool

    package init(id: String, revision: String?, startedAt: Timestamp?, containers: [String], canExecute: Bool) {
        (self.id, self.revision, self.startedAt) = (id, revision, startedAt)
        (self.containers, self.canExecute) = (containers, canExecute)
    }
}
