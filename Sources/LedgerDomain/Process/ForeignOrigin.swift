/// Why a deployment is not the processor's own, so that none of its calls is made.
package enum ForeignOrigin: Equatable, Sendable {
    /// The processor has not written this event.
    case event(position: Int, type: String)
    /// Somebody has accepted that later events were lost.
    case loss(position: Int)
}
