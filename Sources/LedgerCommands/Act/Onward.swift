import LedgerDomain
import LedgerProcessor
import LedgerValues

/// The stages that follow a promotion by themselves, one after the other.
///
/// A stage's lease is held until the next stage has its request: of several who find a chain broken off, one goes on.
struct Onward: Sendable {
    let ledger: LedgerOptions
    let actor: ActorOptions
    let waiting: WaitOptions

    /// With what became of the stages after `first`, the result of a stage that is acted on; gives up its lease.
    ///
    /// A stage with approval gets its request and ends the chain, as does whatever does not go well.
    func results(after first: ActResult, _ act: StageAct) async -> ActResults {
        var results = ActResults([first])
        var held = act
        do throws(Failure) {
            while let last = results.last, last.goesOnward, let next = try await step(after: last, held) {
                held.end()
                held = next.act
                results.append(next.result)
            }
        } catch { results.append(error) }
        held.end()
        return results
    }

    /// Nil where nothing follows.
    private func step(
        after last: ActResult,
        _ held: StageAct
    ) async throws(Failure) -> (result: ActResult, act: StageAct)? {
        guard let link = Link(last, in: try held.entry.current()) else { return nil }
        for row in try StageOrder(of: last.id.stack, try Asking(ledger)).after(last.id) {
            let act = try await StageAct.begin(row.stageID, ledger, actor, waiting)
            do throws(Failure) {
                switch try await next(link, act) {
                case .goOn(let deployment):
                    held.end()
                    return (try act.entry.result(of: deployment, try await act.run(deployment, follows: true)), act)
                case .passOver: act.end()
                case .stop:
                    act.end()
                    return nil
                }
            } catch {
                act.end()
                throw error
            }
        }
        return nil
    }

    private enum Next {
        case goOn(DeploymentID), passOver, stop
    }

    /// What is to be done with a stage: its deployment that takes the image over was asked for before, or is now.
    private func next(_ link: Link, _ act: StageAct) async throws(Failure) -> Next {
        let stage = try act.entry.current()
        if let asked = link.promotion(in: stage) { return .goOn(asked.id) }
        let source = try PromotionSource(link.result)
        if link.isOvertaken(in: stage), !stage.runs(digest: source.digest) {
            StandardError.note("\(act.id): not promoted to, as something else was brought to it since")
            return .stop
        }
        try await act.goOnWithWhatWasLeft()
        do throws(Failure) {
            let reason = link.result.process.request?.reason
            let request = try await act.entry.promotion(of: source, reason: reason, goesOnward: true)
            _ = try await act.entry.rehearsal(of: request)
            return .goOn(try act.entry.append(request))
        } catch {
            guard error.code == StageEntry.alreadyRunning else { throw error }
            StandardError.note("\(act.id): passed over, as it runs that image already")
            return .passOver
        }
    }
}
