/// Endpoints of a provider that have a circuit breaker and a concurrency limit of their own, so that a broken search does
/// not stop tickets: data that the adapter gives, not code.
public struct EndpointGroup: Sendable, Hashable {
    /// What operators read, in one word.
    public var name: String

    /// How the paths of its endpoints begin, as the requests' templates write them; empty for whatever no other group
    /// claims.
    public var paths: [String]

    /// How often its endpoints may be called; `nil` where they share the instance's rate.
    public var rate: RateLimit?

    /// Creates a group.
    public init(_ name: String, paths: [String] = [], rate: RateLimit? = nil) {
        self.name = name
        self.paths = paths
        self.rate = rate
    }
}

extension [EndpointGroup] {
    /// The place of the group that a request belongs to; without a group that claims it, that of the one which takes the
    /// rest, or 0.
    package func index(of request: WireRequest) -> Int {
        guard count > 1 else { return 0 }
        let name = request.name.utf8
        let path = name.firstIndex(of: UInt8(ascii: " ")).map { name[name.index(after: $0)...] } ?? name[...]
        return firstIndex { $0.paths.contains { path.starts(with: $0.utf8) } } ?? firstIndex(where: \.paths.isEmpty)
            ?? 0
    }
}
