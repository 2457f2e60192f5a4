package import LedgerValues

extension Stage {
    /// The newest success whose content is known: what the stage runs, as far as its stream tells.
    package var running: Deployment? {
        deployments.filter { $0.phase == .ended(.succeeded) && ($0.revision != nil || $0.image != nil) }
            .max { ($0.times.led ?? $0.times.began, $0.version) < ($1.times.led ?? $1.times.began, $1.version) }
    }

    /// Whether a deployment that the ledger knows brought the service to what it runs.
    package func knows(revision: String, awsDeployment: String?) -> Bool {
        if let awsDeployment, deployment(awsDeployment: awsDeployment) != nil { return true }
        return running?.revision == revision
    }

    /// Whether a deployment that the ledger knows brought the function to the image that it runs.
    package func knows(image: String) -> Bool {
        guard let known = running?.image, let digest = ImageName(recorded: image).digest else { return false }
        return ImageName(recorded: known).digest == digest
    }

    /// The time from which something runs that the ledger does not know: as AWS says, but after what the ledger knows.
    package func takesEffect(at time: Timestamp?, notAfter now: Timestamp) -> Timestamp {
        let earliest = running.flatMap { $0.times.led ?? $0.times.began }
        return min(max(time ?? now, earliest ?? time ?? now), now)
    }
}
