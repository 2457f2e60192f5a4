import LedgerDomain
import LedgerProcessor

/// The stages that follow a promotion by themselves, one after the other.
///
/// A stage's lease is held until the next stage has its request: of several processes that find a broken chain, one resumes
/// it.
struct PromotionChain: Sendable {
    private let ledger: Ledger
    private let caller: Caller

    init(_ ledger: Ledger, _ caller: Caller) {
        (self.ledger, self.caller) = (ledger, caller)
    }

    /// `first` is the result of a stage that is acted on, whose lease this gives up; adds what became of the stages after it.
    ///
    /// A stage with approval gets its request and ends the chain, as does whatever does not go well.
    func results(after first: DeploymentResult, _ leased: LeasedStage) async -> DeploymentResults {
        var results = DeploymentResults([first])
        var held = leased
        do throws(OperationError) {
            while let last = results.last, last.goesOnward, let next = try await step(after: last, held) {
                held.end()
                held = next.leased
                results.append(next.result)
            }
        } catch { results.append(error) }
        held.end()
        return results
    }

    /// Nil where nothing follows.
    private func step(
        after last: DeploymentResult,
        _ held: LeasedStage
    ) async throws(OperationError) -> (result: DeploymentResult, leased: LeasedStage)? {
        guard let link = PromotionLink(last, in: try held.stage.current()) else { return nil }
        guard try await held.confirmsSuccess(of: link.deployment.id) else {
            caller.note(.successUnseen(held.id, version: link.deployment.version))
            return nil
        }
        let stack = last.stage.stack
        for row in try StageOrder(of: stack, try ledger.views(provenFor: stack)).after(last.stage) {
            let leased = try await LeasedStage.take(row.stageID, ledger, caller)
            do throws(OperationError) {
                switch try await next(link, leased) {
                case .goOn(let deployment):
                    held.end()
                    let end = try await leased.run(deployment, follows: true)
                    return (try leased.stage.result(of: deployment, end), leased)
                case .passOver: leased.end()
                case .stop:
                    leased.end()
                    return nil
                }
            } catch {
                leased.end()
                throw error
            }
        }
        return nil
    }

    private enum Next {
        case goOn(DeploymentID), passOver, stop
    }

    /// What to do with a stage: its deployment that takes the image over was requested before, or is now.
    private func next(_ link: PromotionLink, _ leased: LeasedStage) async throws(OperationError) -> Next {
        let stage = try leased.stage.current()
        if let asked = link.promotion(in: stage) { return .goOn(asked.id) }
        let source = try PromotionSource(link.result)
        if link.isOvertaken(in: stage), !stage.runs(digest: source.digest) {
            caller.note(.overtaken(leased.id))
            return .stop
        }
        let left = try await leased.leftOpen()
        do throws(OperationError) {
            let reason = link.result.process.request?.reason
            var wish = try await leased.stage.promotion(of: source, reason: reason, goesOnward: true)
            try leased.stage.requireKeys(for: try await leased.stage.rehearsal(of: wish.request))
            if let left { try await leased.abandon(left, for: .promote) }
            try await leased.stage.complete(&wish)
            return .goOn(try leased.stage.append(wish))
        } catch {
            guard case .refused(.alreadyRunning) = error else { throw error }
            caller.note(.passedOver(leased.id))
            return .passOver
        }
    }
}
