package import LedgerValues

/// What a request records beside its own members: what ran when it was decided, and how it is carried out.
///
/// Members that this program does not know are kept as they are.
package struct DeploymentChanges: Equatable, Sendable {
    /// As it is recorded.
    package private(set) var object: JSONObject

    package init(_ object: JSONObject = [:]) {
        self.object = object
    }

    private enum Member: String {
        case running, runningVersion, newest, alias, primary
        case base, definition, container, images, plan, source, untagged, onward
        case scale, before, checked, asked, forced, undo
        case replaces
    }

    private subscript(_ member: Member) -> JSONValue? {
        get { object[member.rawValue] }
        set { object[member.rawValue] = newValue }
    }

    private subscript(text member: Member) -> String? {
        get { self[member]?.string }
        set { self[member] = newValue.map { .string($0) } }
    }

    private subscript(object member: Member) -> JSONObject? {
        get { self[member]?.object }
        set { self[member] = newValue.map { .object($0) } }
    }
}

// MARK: - What ran

extension DeploymentChanges {
    /// The revision that the service ran, `family:N`, or the image of the function.
    package var running: String? {
        get { self[text: .running] }
        set { self[text: .running] = newValue }
    }

    /// The version that the function's alias pointed to.
    package var runningVersion: String? {
        get { self[text: .runningVersion] }
        set { self[text: .runningVersion] = newValue }
    }

    /// The image of the function's newest code, where it has an alias.
    package var newest: String? {
        get { self[text: .newest] }
        set { self[text: .newest] = newValue }
    }

    /// The alias through which the function is called.
    package var alias: String? {
        get { self[text: .alias] }
        set { self[text: .alias] = newValue }
    }

    /// The id of the service's PRIMARY deployment before a restart.
    package var primary: String? {
        get { self[text: .primary] }
        set { self[text: .primary] = newValue }
    }
}

// MARK: - How it is carried out

extension DeploymentChanges {
    /// The revision that the new one is a copy of.
    package var base: String? {
        get { self[text: .base] }
        set { self[text: .base] = newValue }
    }

    /// The body of the new revision, in place of a copy.
    package var definition: JSONObject? {
        get { self[object: .definition] }
        set { self[object: .definition] = newValue }
    }

    /// The container that gets the image, in place of the stage's own: earlier versions recorded it without ``images``.
    package var container: String? { self[text: .container] }

    /// The images by digest that containers get, each by the container's name; empty in requests of earlier versions.
    package var images: [String: String] {
        get {
            (self[object: .images]?.members ?? []).reduce(into: [:]) { $0[$1.key] = $1.value.string }
        }
        set {
            let members = newValue.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
            self[object: .images] = members.isEmpty ? nil : JSONObject(members)
        }
    }

    /// The calls that the deployment consists of, in their order; none for what is carried out elsewhere.
    package var plan: [DeploymentOperation] {
        get { (self[.plan]?.array ?? []).compactMap { $0.string.flatMap(DeploymentOperation.init(rawValue:)) } }
        set { self[.plan] = .array(newValue.map { .string($0.rawValue) }) }
    }

    /// Where a promotion takes its image from; the request's image is where the stage will have it.
    package var imageSource: String? {
        get { self[text: .source] }
        set { self[text: .source] = newValue }
    }

    /// Why the image does not get the stage's name as a tag; nil where it does.
    package var untagged: String? {
        get { self[text: .untagged] }
        set { self[text: .untagged] = newValue }
    }

    /// Whether the promotion goes on to the stages that follow, once this has succeeded.
    ///
    /// It is recorded, so that a broken chain can be resumed.
    package var goesOnward: Bool {
        get { self[.onward] == .bool(true) }
        set { self[.onward] = newValue ? .bool(true) : nil }
    }

    /// The counts that a scale sets.
    package var scale: JSONObject? {
        get { self[object: .scale] }
        set { self[object: .scale] = newValue }
    }

    /// The counts before a scale.
    package var before: JSONObject? {
        get { self[object: .before] }
        set { self[object: .before] = newValue }
    }

    /// What a rollback looked at, and what it found.
    package var checked: JSONValue? {
        get { self[.checked] }
        set { self[.checked] = newValue }
    }

    /// Whether a person has overridden what speaks against it; they said why.
    package var isForced: Bool {
        get { self[.forced] == .bool(true) }
        set { self[.forced] = newValue ? .bool(true) : nil }
    }

    /// Whether a rollback to what ran before would be refused, as nobody knows which images it ran.
    package var cannotBeUndone: Bool {
        get { self[.undo] == .bool(false) }
        set { self[.undo] = newValue ? .bool(false) : nil }
    }

    /// The version of the open deployment that was ended to make way for this one.
    package var replaces: Int? {
        get { self[.replaces]?.integer.map { Int($0) } }
        set { self[.replaces] = newValue.map { .integer(Int64($0)) } }
    }

    /// The arguments of the command: the same idempotency key with others is a conflict.
    package var asked: JSONObject? {
        get { self[object: .asked] }
        set { self[object: .asked] = newValue }
    }
}

extension DeploymentRequest {
    /// ``DeploymentChanges/plan``.
    package var plan: [DeploymentOperation] {
        get { changes.plan }
        set { changes.plan = newValue }
    }

    /// ``DeploymentChanges/imageSource``.
    package var imageSource: String? {
        get { changes.imageSource }
        set { changes.imageSource = newValue }
    }

    /// ``DeploymentChanges/goesOnward``.
    package var goesOnward: Bool {
        get { changes.goesOnward }
        set { changes.goesOnward = newValue }
    }
}

extension DeploymentRequest {
    /// Whether it goes on in spite of a lock.
    var overridesLock: Bool { kind == .rollback && changes.isForced && reason != nil }
}
