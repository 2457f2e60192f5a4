package import LedgerDomain

extension StackName {
    /// Reads a name that a person wrote.
    package init(argument: String) throws(OperationError) {
        do { try self.init(checking: argument) } catch { throw .rejected(.invalidName(argument, error)) }
    }
}

extension StageName {
    package init(argument: String) throws(OperationError) {
        do { try self.init(checking: argument) } catch { throw .rejected(.invalidName(argument, error)) }
    }
}

extension StageID {
    /// Reads `STACK/STAGE`.
    package init(argument: String) throws(OperationError) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { throw .input(.notAStage(argument)) }
        let stage = try StageName(argument: parts[1])
        self.init(try StackName(argument: parts[0]), stage)
    }
}
