/// What has happened to one execution of a build pipeline.
package enum BuildEvent: Equatable, Sendable {
    case started(execution: String, commit: String?)
    case succeeded(execution: String, commit: String?, image: String?)
    case failed(execution: String, commit: String?, phase: String?, message: String?, log: String?)
}
