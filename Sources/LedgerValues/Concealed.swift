/// What must not appear in a message, a crash report or a debugger's dump.
///
/// Whoever prints such a value, or a value that holds one, sees the name of its type and nothing else.
package protocol Concealed: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Concealed {
    package var description: String { "\(Self.self)(…)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
