/// An account and a region: where AWS keeps what is registered there.
package struct Registry: Hashable, Sendable {
    package let account, region: String

    package init(account: String, region: String) {
        (self.account, self.region) = (account, region)
    }
}
