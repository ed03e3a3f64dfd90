/// The subjects of the ids seen last, bounded: two generations, of which the older is dropped when the younger is full.
struct SubjectCache: Sendable {
    private let generationSize: Int
    private var young: [KeyedID.Hash: Int64] = [:]
    private var old: [KeyedID.Hash: Int64] = [:]

    /// Creates a cache that holds at most this many ids, and at least half of them.
    init(capacity: Int) {
        generationSize = max(1, capacity / 2)
    }

    /// The subject of an id, where it is remembered; asking keeps it.
    mutating func subject(of hash: KeyedID.Hash) -> Int64? {
        if let subject = young[hash] { return subject }
        guard let subject = old[hash] else { return nil }
        insert(subject, for: hash)
        return subject
    }

    /// Remembers the subject of an id.
    mutating func insert(_ subject: Int64, for hash: KeyedID.Hash) {
        if young.count >= generationSize {
            old = young
            young.removeAll(keepingCapacity: true)
        }
        young[hash] = subject
    }

    /// Forgets everything.
    mutating func removeAll() {
        young.removeAll(keepingCapacity: true)
        old.removeAll()
    }
}
