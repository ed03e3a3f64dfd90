/// The address below which a provider's API lives: `https`, or plain `http` on this machine only.
public struct BaseURL: Sendable, Hashable {
    private let text: String

    /// Whether the address names this machine.
    public let isLoopback: Bool

    /// Reads an address; its path is kept as a prefix, a slash at its end is dropped.
    ///
    /// - Returns: `nil` for anything but `https`, or `http` with a loopback host; also for credentials, a query, a
    ///   fragment, segments of dots or an impossible port in the address.
    public init?(_ text: String) {
        let pattern = #/(https?)://(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(?::([0-9]{1,5}))?(/[A-Za-z0-9._~%/-]*)?/#
        guard let match = text.wholeMatch(of: pattern) else { return nil }
        let host = match.2.lowercased()
        isLoopback = Self.isLoopback(host: host)
        guard match.1 == "https" || isLoopback else { return nil }
        var path = match.4 ?? ""
        while path.last == "/" { path.removeLast() }
        let segments = path.split(separator: "/").map { $0.lowercased().replacing("%2e", with: ".") }
        guard !segments.contains("."), !segments.contains("..") else { return nil }
        if let port = match.3, UInt16(port) ?? 0 == 0 { return nil }
        self.text = "\(match.1)://\(host)\(match.3.map { ":\($0)" } ?? "")\(path)"
    }

    /// Whether a host, as an address writes it, is this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
    public static func isLoopback(host: String) -> Bool {
        if host == "localhost" || host == "[::1]" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { $0.first != "+" && UInt8($0) != nil }
    }
}

extension BaseURL: CustomStringConvertible {
    /// The text form.
    public var description: String { text }
}
