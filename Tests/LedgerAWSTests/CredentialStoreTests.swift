import LedgerDomain
import Synchronization
import Testing

@testable import LedgerAWS
import LedgerValues

struct `Cached credentials` {
    /// A source that counts loads, with an adjustable time.
    private final class Source: Sendable {
        let time = Mutex(Timestamp.now)
        let loads = Mutex(0)
        let failure = Mutex<CredentialError?>(nil)

        var store: CredentialStore {
            CredentialStore(now: { self.time.withLock(\.self) }) { () async throws(CredentialError) in
                let number = self.loads.withLock { loads in
                    loads += 1
                    return loads
                }
                await Task.yield()
                if let failure = self.failure.withLock(\.self) { throw failure }
                return AWSCredentials(
                    accessKeyID: "AKID\(number)",
                    secretAccessKey: "s",
                    expires: self.time.withLock(\.self).advanced(bySeconds: 3600)
                )
            }
        }

        func pass(seconds: Int64) { time.withLock { $0 = $0.advanced(bySeconds: seconds) } }
    }

    @Test func `are refreshed five minutes before they expire`() async throws {
        let source = Source()
        let store = source.store
        #expect(try await store.current().accessKeyID == "AKID1")
        source.pass(seconds: 3600 - 301)
        #expect(try await store.current().accessKeyID == "AKID1")
        source.pass(seconds: 1)
        #expect(try await store.current().accessKeyID == "AKID2")
    }

    @Test func `are loaded once for many callers`() async throws {
        let source = Source()
        let store = source.store
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await store.current().accessKeyID } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids == ["AKID1"])
        #expect(source.loads.withLock(\.self) == 1)
    }

    @Test func `are used until they expire if a refresh fails`() async throws {
        let source = Source()
        let store = source.store
        _ = try await store.current()
        source.failure.withLock { $0 = CredentialError.none }
        source.pass(seconds: 3599)
        #expect(try await store.current().accessKeyID == "AKID1")
        source.pass(seconds: 1)
        await #expect(throws: CredentialError.none) { try await store.current() }
    }

    @Test func `are loaded again after AWS rejects them`() async throws {
        let source = Source()
        let store = source.store
        let first = try await store.current()
        #expect(await store.discard(first))
        #expect(try await store.current().accessKeyID == "AKID2")
        _ = await store.discard(first)
        #expect(try await store.current().accessKeyID == "AKID2")
    }

    @Test func `are rejected if they have already expired`() async throws {
        let store = CredentialStore(now: { .now }) { () async throws(CredentialError) in
            AWSCredentials(accessKeyID: "A", secretAccessKey: "s", expires: Timestamp.now)
        }
        await #expect(throws: CredentialError.expired) { try await store.current() }
    }
}
