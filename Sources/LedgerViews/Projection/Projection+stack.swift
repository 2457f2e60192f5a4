import LedgerDomain

extension Projection {
    func apply(_ type: EventType.Stack, stack: String, _ fact: Fact) throws(ProjectionError) {
        switch type {
        case .created: try createStack(stack, fact)
        case .changed: try changeStack(stack, fact)
        case .deleted: try deleteStack(stack, fact)
        }
    }

    private func createStack(_ stack: String, _ fact: Fact) throws(ProjectionError) {
        guard try stacks.current(RowKey(stack)) == nil else { throw .unreadable("stack '\(stack)' exists") }
        var row = Row<StackColumn>()
        row[.stack] = .text(stack)
        row[.createdAt] = fact.time
        row[.createdBy] = fact.actor
        try row.change(from: fact)
        try stacks.put(row, at: fact.position)
    }

    private func changeStack(_ stack: String, _ fact: Fact) throws(ProjectionError) {
        guard var row = try stacks.current(RowKey(stack)) else { throw .unreadable("no stack '\(stack)'") }
        try row.change(from: fact)
        try stacks.put(row, at: fact.position)
    }

    private func deleteStack(_ stack: String, _ fact: Fact) throws(ProjectionError) {
        guard try stacks.current(RowKey(stack)) != nil else { throw .unreadable("no stack '\(stack)'") }
        try stacks.remove(RowKey(stack), at: fact.position)
    }
}

extension Row<StackColumn> {
    fileprivate mutating func change(from fact: Fact) throws(ProjectionError) {
        try change(.architecture, "architecture", in: fact)
        try change(.account, "account", in: fact)
        try change(.region, "region", in: fact)
        try change(.description, "description", in: fact)
        if fact.isNull("repository") {
            (self[.repositoryProvider], self[.repositoryUrl], self[.repositoryBranch]) = (.null, .null, .null)
        } else if let repository = try fact.inside("repository") {
            try change(.repositoryProvider, "provider", in: repository)
            try change(.repositoryUrl, "url", in: repository)
            try change(.repositoryBranch, "branch", in: repository)
        }
    }
}

extension Row {
    /// Sets the column to a text member if there is one; null clears it.
    mutating func change(_ column: Column, _ member: String, in fact: Fact) throws(ProjectionError) {
        if fact.isNull(member) { self[column] = .null } else { learn(column, try fact.optionalText(member)) }
    }
}
