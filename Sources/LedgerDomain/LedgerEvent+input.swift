import LedgerValues

extension LedgerEvent {
    /// Refuses, of what somebody feeds, all that only the program itself may write: its calls and the events that they
    /// follow from, what happens to the ledger, and what becomes of a deployment that it carries out.
    ///
    /// `stage` is the event's, as it was before.
    package func checkInput(in stage: Stage?) throws(Rejection) {
        switch self {
        case .custody: throw .writtenByProgram(type.rawValue)
        case .stage(let event): try event.checkInput(in: stage)
        case .stack, .revision, .image, .build, .observation, .call: return
        }
    }
}

extension StageEvent {
    fileprivate func checkInput(in stage: Stage?) throws(Rejection) {
        switch self {
        case .action: throw .writtenByProgram(LedgerEvent.stage(self).type.rawValue)
        case .deployment(_, _, .requested(let request)):
            for member in ["plan", "onward"] where request.changes.object[member] != nil {
                throw .writtenByProgram("changes.\(member)")
            }
        case .deployment(_, _, .adopted): throw .writtenByProgram(LedgerEvent.stage(self).type.rawValue)
        case .deployment(_, _, .marked): return
        case .deployment(let id, _, _), .taskStopped(let id, _, _):
            guard let known = stage?.deployment(id), known.isCarriedOutHere, let stage = stage?.definition?.id else {
                return
            }
            throw .carriedOutHere(stage, version: known.version)
        case .added, .changed, .locked, .unlocked, .removed, .driftDetected, .driftCleared: return
        }
    }
}
