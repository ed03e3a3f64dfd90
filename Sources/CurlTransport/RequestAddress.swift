import SwitchboardCore

/// What must be known of a request's address before libcurl sees it: the scheme and the host.
///
/// The reading is deliberately narrow. Where two readers of an address could differ, such as a backslash, credentials
/// or a number with leading zeros, the address is refused.
struct RequestAddress {
    /// The host as written, in lower case; an IPv6 address in its brackets.
    let host: String

    /// Whether the scheme is plain `http`, which only this machine may be asked by.
    let isPlain: Bool

    /// Reads an address.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, never showing the address: it may hold a person's id.
    init(_ url: String) throws(Failure) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .invalidInput("url", "contains a space, a control character or a letter that is not percent-encoded")
        }
        let scheme = url.hasPrefix("https://") ? "https://" : "http://"
        guard url.hasPrefix(scheme), let host = Self.host(in: url.utf8.dropFirst(scheme.utf8.count)) else {
            throw .invalidInput("url", "is no address of the form https://host/path; nothing was sent")
        }
        self.host = host
        isPlain = scheme == "http://"
        guard !isPlain || Self.isLoopback(host) else {
            throw .invalidInput("url", "plain http is allowed to this machine only; use https. Nothing was sent")
        }
    }

    /// The host of `host[:port]` up to the first `/`, `?` or `#`; `nil` unless all of it is as it should be.
    private static func host(in rest: Substring.UTF8View) -> String? {
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let isBracketed = authority.first == UInt8(ascii: "[")
        let host: Substring.UTF8View
        if isBracketed {
            guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            host = authority[...end]
            guard host.dropFirst().dropLast().allSatisfy({ isHexDigit($0) || $0 == UInt8(ascii: ":") }) else {
                return nil
            }
        } else {
            host = authority.prefix { $0 != UInt8(ascii: ":") }
            guard host.allSatisfy(isNameByte) else { return nil }
        }
        let port = authority[host.endIndex...]
        guard !host.isEmpty, port.isEmpty || isPort(port) else { return nil }
        let name = String(Substring(host))
        return host.contains { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") } ? name.lowercased() : name
    }

    private static func isPort(_ text: Substring.UTF8View) -> Bool {
        let digits = text.dropFirst()
        guard text.first == UInt8(ascii: ":"), digits.allSatisfy(isDigit) else { return false }
        return UInt16(Substring(digits)).map { $0 > 0 } ?? false
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// A part with a leading zero is octal to some readers and a name to others, so it is no loopback address here.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "127.0.0.1" || host == "localhost" { return true }
        let hasLeadingZero = host.split(separator: ".").contains { $0.count > 1 && $0.first == "0" }
        return BaseURL.isLoopback(host: host) && !hasLeadingZero
    }
}
