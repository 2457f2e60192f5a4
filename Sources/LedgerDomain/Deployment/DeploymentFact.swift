package import LedgerValues

/// What AWS says about one deployment of a stage.
package struct DeploymentFact: Equatable, Sendable {
    package enum News: Equatable, Sendable {
        case inProgress
        /// AWS goes back to an earlier deployment by itself, under the id of the fact.
        case rollingBack(to: String)
        case completed
        case failed(code: String, message: String)
        /// What one of its tasks runs; with the images by digest of the other containers that are named by tags, by their
        /// names.
        case content(revision: String, image: String?, images: [String: String] = [:])
    }

    /// The deployment's id at AWS.
    package let awsDeployment: String
    package let time: Timestamp
    package let news: News

    package init(awsDeployment: String, time: Timestamp, news: News) {
        (self.awsDeployment, self.time, self.news) = (awsDeployment, time, news)
    }

    /// The deployment that it is about; the earlier one where AWS goes back to it.
    package var subject: String {
        if case .rollingBack(let target) = news { target } else { awsDeployment }
    }
}
