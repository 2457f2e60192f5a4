import LedgerDomain

/// What is wrong with the arguments of a command, as far as the command line alone can tell.
///
/// `Failure+usage.swift` has the texts.
enum UsageError: Equatable {
    case noArguments
    case argumentNotUTF8(number: Int)
    case variableNotUTF8(name: String)
    /// In the argument parser's words; `command` is the words that name the command.
    case unparsed(String, command: String)

    /// Two options that cannot be used together.
    case exclusive(String, String)
    /// Not exactly one of several ways to use a command.
    case notOneOf([String], command: String, example: ShellText)
    case timeOfCheck
    case timeMissing
    case repositoryMissing
    /// A reason is given without the option that it is for.
    case reasonUnused(option: String)
    case reasonMissing(for: String)
    case stageToAdoptMissing
    case verdictMissing
    case countMissing
    case settingMissing
    case registryMissing(StageID)
    case targetMissing(StageID)
    case notOneProof
    case notOneGrowth
    case checkpointOfGrowth
    case folderMissing(String, proofs: Int)
    case depthOfProof
    /// Nobody can be asked whether the keys are to be destroyed.
    case noTerminal(keys: String)

    case notAnAction(String)
    case notACommit(String)
    case notADeployment(String)
    case notADuration(String, option: String)
    case notAMark(String)
    case notAnImage(String)
    case notAnOutcome(String)
    case notAParameter(String)
    case notARoot(String)
    case notASetting(String)
    case notAVersion(String)
    case tooFewApprovers(Int)
    case negativeLimit(Int)
    case limitsNotPositive
    case expired(String)
    case noPositions(from: Int, to: Int?)
}
