/// Entries that a query found, newest first.
public struct AuditPage: Sendable, Hashable, Encodable {
    /// The entries.
    public var entries: [AuditEntry]

    /// Where the next page begins; `nil` where nothing is left.
    ///
    /// It stays right while entries arrive.
    public var nextCursor: String?

    /// Whether the search ended before the page was full, having looked at as many entries as it may.
    ///
    /// The next page goes on where it ended.
    public var isPartial: Bool

    private enum CodingKeys: String, CodingKey {
        case entries
        case nextCursor = "next_cursor"
        case isPartial = "partial"
    }
}
