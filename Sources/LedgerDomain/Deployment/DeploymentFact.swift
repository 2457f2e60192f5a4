package import LedgerValues

/// What AWS says about one deployment of a stage.
package struct DeploymentFact: Equatable, Sendable {
    package enum News: Equatable, Sendable {
        case inProgress
        case completed
        case failed(code: String, message: String)
        /// What one of its tasks runs.
        case content(revision: String, image: String?)
    }

    /// The deployment's id at AWS.
    package let awsDeployment: String
    package let time: Timestamp
    package let news: News

    package init(awsDeployment: String, time: Timestamp, news: News) {
        (self.awsDeployment, self.time, self.news) = (awsDeployment, time, news)
    }
}
