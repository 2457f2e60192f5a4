import Glibc
import LedgerAWS

/// A loopback port that is bound but not listening, so that no other test gets it.
///
/// A closed server would not do: a process started by another test may still hold its socket.
final class ClosedPort: Sendable {
    private let descriptor: Int32
    let endpoint: Endpoint

    init() {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                _ = getsockname(descriptor, $0, &length)
            }
        }
        self.descriptor = descriptor
        endpoint = Endpoint(.http, "127.0.0.1", port: Int(UInt16(bigEndian: address.sin_port)))
    }

    deinit {
        close(descriptor)
    }
}
