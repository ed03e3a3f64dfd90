import Crypto
import FoundationEssentials
import SwitchboardCore

/// One id of a person as `keys.sqlite` knows it: found by its keyed hash, kept sealed.
struct KeyedID: Sendable, Hashable {
    /// HMAC-SHA256 of ``text``.
    let hash: Hash

    /// What is hashed and sealed: the kind of id and its normalised value, as in `email:ann@example.com`
    /// or `contact_id/intercom:6b03`.
    let text: String

    /// The provider instance whose id it is; `nil` for an id that means the same everywhere.
    let scope: String?

    /// The 32 bytes of a keyed hash, in a form that needs no memory of its own.
    struct Hash: Sendable, Hashable {
        private let parts: SIMD4<UInt64>

        fileprivate init(_ code: HMAC<SHA256>.MAC) {
            var parts = SIMD4<UInt64>()
            withUnsafeMutableBytes(of: &parts) { target in code.withUnsafeBytes { target.copyMemory(from: $0) } }
            self.parts = parts
        }

        /// A quarter of it scatters as well as all of it would.
        func hash(into hasher: inout Hasher) { hasher.combine(parts.x) }

        /// The hash as it is stored.
        var data: Data { withUnsafeBytes(of: parts) { Data($0) } }
    }

    private init(_ kind: String, _ value: String, scope: String? = nil, _ key: MasterKey) {
        // An instance's name holds neither a slash nor a colon, so two different ids never make one text.
        text = scope.map { "\(kind)/\($0):\(value)" } ?? "\(kind):\(value)"
        self.scope = scope
        hash = Self.hash(of: text.utf8, key: key)
    }

    /// The keyed hash of an id's text.
    static func hash(of text: some Collection<UInt8>, key: MasterKey) -> Hash {
        var hashing = key.hashing
        let isDone: Void? = text.withContiguousStorageIfAvailable { hashing.update(data: UnsafeRawBufferPointer($0)) }
        if isDone == nil { hashing.update(data: Array(text)) }
        return Hash(hashing.finalize())
    }
}

extension KeyedID {
    /// Every id that a person is known by; addresses are compared in lower case.
    ///
    /// A provider's id is that provider's: equal ones of two instances are two people's.
    static func all(of person: Person, at provider: String?, key: MasterKey) -> [KeyedID] {
        var ids: [KeyedID] = []
        if let email = person.email, !email.isEmpty { ids.append(KeyedID("email", email.lowercased(), key)) }
        if let id = person.userID, !id.isEmpty { ids.append(KeyedID("user_id", id, key)) }
        if let id = person.contactID, !id.isEmpty { ids.append(KeyedID("contact_id", id, scope: provider, key)) }
        return ids
    }

    /// Every id that a text may be which does not say its kind.
    ///
    /// - Parameters:
    ///   - text: An address, a platform's id or a provider's.
    ///   - scopes: Every provider instance whose ids are known.
    ///   - key: Keys the hashes.
    /// - Returns: The ids, of which most are nobody's.
    static func candidates(for text: String, scopes: [String], key: MasterKey) -> [KeyedID] {
        all(of: Person(email: text, userID: text, contactID: text), at: nil, key: key)
            + scopes.map { KeyedID("contact_id", text, scope: $0, key) }
    }
}
