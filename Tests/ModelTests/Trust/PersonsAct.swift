import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import LedgerValues
import Synchronization

@testable import LedgerOperations

/// What a person does next.
enum PersonsAct: String, CaseIterable, Sendable {
    case wait, recover, resolve, adopt, approve, restart, scale, promote, deploy, rollback, cancel

    /// Whether it asks for calls that are not asked for yet.
    var mayCall: Bool {
        switch self {
        case .wait, .recover, .resolve: false
        case .adopt, .approve, .restart, .scale, .promote, .deploy, .rollback, .cancel: true
        }
    }
}

extension StageLife {
    /// Returns the calls that the person was shown and took over.
    func act(_ act: PersonsAct) async -> [RecordedCall] {
        switch act {
        case .wait, .resolve, .recover, .adopt: return await settle(act)
        case .approve, .restart, .scale, .promote, .deploy, .rollback, .cancel:
            let image = push(isBad: false)
            await run(act.rawValue) { [id] (ledger, caller) throws(OperationError) in
                try await Self.change(id, act, image, ledger, caller)
            }
            return []
        }
    }

    private static func change(
        _ id: StageID,
        _ act: PersonsAct,
        _ image: ImageName?,
        _ ledger: Ledger,
        _ caller: Caller
    ) async throws(OperationError) -> ActOutcome? {
        let settings = ActSettings(reason: "as I wish")
        switch act {
        case .approve: return .done(try await ApproveAct(id).run(ledger, caller, settings))
        case .restart: return try await Restart(id).run(ledger, caller, settings)
        case .scale:
            let scaling = try Scaling(id, ofInstances: false, desired: 2, minimum: nil, maximum: nil)
            return try await scaling.run(ledger, caller, settings)
        case .promote: return try await Promotion(id.stack, to: id.stage).run(ledger, caller, settings)
        case .deploy:
            guard let image else { return nil }
            return try await ImageDeployment(id, image).run(ledger, caller, settings)
        case .rollback: return try await Rollback(id).run(ledger, caller, settings)
        case .cancel: return try await CancelAct(id).run(ledger, caller, settings)
        case .wait, .recover, .resolve, .adopt: return nil
        }
    }

    private func settle(_ act: PersonsAct) async -> [RecordedCall] {
        switch act {
        case .wait:
            let limits = TimeLimits(outcome: .zero, poll: .zero)
            await run("wait", limits: limits) { [id] (ledger, caller) throws(OperationError) in
                _ = try await OutcomeWait(id).run(ledger, caller)
            }
        case .resolve: for verdict in [ResolutionVerdict.landed, .absent] { await resolve(verdict) }
        case .recover: for stage in unfinished { await recover(stage, nil) }
        case .adopt: return await adopt()
        case .approve, .restart, .scale, .promote, .deploy, .rollback, .cancel: break
        }
        return []
    }

    private var unfinished: [StageID] {
        let found = (try? Recovery.unfinishedStages(in: Ledger(directory, for: .reading))) ?? []
        return found.contains(id) ? found : found + [id]
    }

    private func resolve(_ verdict: ResolutionVerdict) async {
        await run("resolve") { (ledger, caller) throws(OperationError) in
            let views = try ledger.views()
            let resolution = try Resolution(of: Example.action, verdict, reason: "I looked", in: views)
            try ledger.record(resolution.batch, by: caller.name)
        }
    }

    private func recover(_ stage: StageID, _ adoption: Adoption?, _ report: @escaping Report = { _ in }) async {
        await run(adoption == nil ? "recover" : "recover --adopt", report: report) {
            (ledger, caller) throws(OperationError) -> ActOutcome in
            try await .done(Recovery(ledger, caller).run(stage, isNamed: adoption != nil, follows: true, adoption))
        }
    }

    private func adopt() async -> [RecordedCall] {
        let shown = Mutex<[RecordedCall]>([])
        await recover(id, Adoption(reason: "I looked")) { report in
            guard case .note(.adopting(_, version: _, let calls)) = report else { return }
            shown.withLock { $0 += calls }
        }
        return shown.withLock(\.self)
    }
}
