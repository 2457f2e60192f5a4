import LedgerDomain
import LedgerLog
import LedgerValues

/// The eight leaves, the roots and the proofs of Certificate Transparency's own tests.
///
/// Source: google/certificate-transparency, `merkletree/merkle_tree_test.cc` and `merkle_verifier_test.cc`.
enum KnownTree {
    static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ].map { MerkleFrontier.leaf([UInt8](hex: $0) ?? []) }

    /// At the sizes from 0 to 8.
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ].compactMap { SHA256Hash($0) }

    private static let leaf1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    private static let leaf4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    private static let leaves2To3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    private static let leaves4To5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
    private static let leaves6To7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    private static let leaves4To7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"

    static let inclusions = [
        inclusion(0, 1, []),
        inclusion(0, 8, [leaf1, leaves2To3, leaves4To7]),
        inclusion(5, 8, [leaf4, leaves6To7, "\(roots[4])"]),
        inclusion(2, 3, ["\(roots[2])"]),
        inclusion(1, 5, ["\(roots[1])", leaves2To3, leaf4]),
    ]
    static let consistencies = [
        consistency(1, 1, []),
        consistency(1, 8, [leaf1, leaves2To3, leaves4To7]),
        consistency(6, 8, [leaves4To5, leaves6To7, "\(roots[4])"]),
        consistency(2, 5, [leaves2To3, leaf4]),
    ]

    private static func inclusion(_ index: Int, _ size: Int, _ hashes: [String]) -> InclusionProof {
        InclusionProof(index: index, size: size, hashes: hashes.compactMap { SHA256Hash($0) })
    }

    private static func consistency(_ from: Int, _ to: Int, _ hashes: [String]) -> ConsistencyProof {
        ConsistencyProof(from: from, to: to, hashes: hashes.compactMap { SHA256Hash($0) })
    }
}
