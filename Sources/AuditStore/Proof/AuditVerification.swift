/// What a walk through the whole log has found.
public struct AuditVerification: Sendable, Hashable {
    /// Something that is not as the writer left it, or cannot be known to be.
    public struct Problem: Sendable, Hashable, Encodable {
        /// The entry's number; `nil` where it is about a file.
        public var seq: Int64?

        /// The file's name.
        public var file: String

        /// What is wrong, in a sentence.
        public var message: String
    }

    /// How many problems are told of; of more only the number is known.
    public static let toldProblems = 100

    /// How many files there are.
    public internal(set) var files = 0

    /// How many entries.
    public internal(set) var entries: Int64 = 0

    /// The first entry's number; 0 where there is none.
    public internal(set) var firstSeq: Int64 = 0

    /// The last entry's number; 0 where there is none.
    public internal(set) var lastSeq: Int64 = 0

    /// The last entry's hash, as it is stored: to be compared with a copy from elsewhere.
    public internal(set) var lastHash: [UInt8] = []

    /// How many checkpoints were held against their entries.
    public internal(set) var checkpoints = 0

    /// How many signatures were checked.
    public internal(set) var signatures = 0

    /// How many lines of the witness were held against their entries.
    public internal(set) var witnessed = 0

    /// The first problems, in the order in which they were found.
    public private(set) var problems: [Problem] = []

    /// How many problems there are.
    public private(set) var problemCount = 0

    /// Whether everything is as it was written.
    public var isSound: Bool { problemCount == 0 }

    /// The least number of an entry with a problem.
    public var firstBadSeq: Int64? { problems.compactMap(\.seq).min() }

    /// Adds a problem.
    mutating func add(_ message: String, at seq: Int64? = nil, in file: String) {
        problemCount += 1
        if problems.count < Self.toldProblems { problems.append(Problem(seq: seq, file: file, message: message)) }
    }
}

extension AuditVerification: Encodable {
    private enum CodingKeys: String, CodingKey {
        case sound, files, entries, checkpoints, signatures, witnessed, problems
        case firstSeq = "first_seq"
        case lastSeq = "last_seq"
        case lastHash = "last_hash"
        case problemCount = "problem_count"
        case firstBadSeq = "first_bad_seq"
    }

    /// Writes the snake_case form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isSound, forKey: .sound)
        try container.encode(files, forKey: .files)
        try container.encode(entries, forKey: .entries)
        try container.encode(firstSeq, forKey: .firstSeq)
        try container.encode(lastSeq, forKey: .lastSeq)
        try container.encode(lastHash.hexadecimal, forKey: .lastHash)
        try container.encode(checkpoints, forKey: .checkpoints)
        try container.encode(signatures, forKey: .signatures)
        try container.encode(witnessed, forKey: .witnessed)
        try container.encode(problemCount, forKey: .problemCount)
        try container.encodeIfPresent(firstBadSeq, forKey: .firstBadSeq)
        try container.encode(problems, forKey: .problems)
    }
}
