/// A field in which two task definitions differ.
package struct DefinitionChange: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case added, removed, changed
    }

    package let path: DefinitionField.Path
    package let before, after: DefinitionField.Value?

    package var kind: Kind {
        switch (before, after) {
        case (nil, _): .added
        case (_, nil): .removed
        case (_?, _?): .changed
        }
    }
}

extension DefinitionFields {
    /// The differences to `newer`, sorted by path.
    package func changes(to newer: DefinitionFields) -> [DefinitionChange] {
        Set(values.keys).union(newer.values.keys).sorted().compactMap { path in
            let (before, after) = (values[path], newer.values[path])
            return before == after ? nil : DefinitionChange(path: path, before: before, after: after)
        }
    }
}
