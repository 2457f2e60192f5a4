import Testing

@testable import LedgerOperations
import LedgerProcessor

struct `The time limits of a caller` {
    @Test
    func `let a look for what was just sent keep its own pause, unless there is to be none`() {
        let usual = TimeLimits().retryPolicy
        #expect(usual.poll == .seconds(5) && usual.look == .seconds(2) && usual.firstRetry == .seconds(1))
        let hurried = TimeLimits(poll: .seconds(1)).retryPolicy
        #expect(hurried.poll == .seconds(1) && hurried.look == .seconds(2))
        let none = TimeLimits(poll: .zero).retryPolicy
        #expect(none.poll == .zero && none.look == .zero && none.firstRetry == .zero)
    }
}
