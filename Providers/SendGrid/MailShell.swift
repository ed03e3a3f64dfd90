import SwitchboardCore

/// The body of a request around its messages, written once for all the requests that share it.
///
/// Two of them are equal where their bytes are: texts go out verbatim, and texts that only look the same do not share.
struct MailShell: Sendable, Hashable {
    private static let head = Array(#"{"personalizations":["#.utf8)

    /// What stands behind the messages.
    private let tail: ArraySlice<UInt8>

    /// Writes what all the messages of a mail share.
    init(_ mail: Mail) {
        tail = mail.text(carrying: EmptyCollection()).bytes.dropFirst(Self.head.count)
    }

    /// How many bytes a body has beside its messages.
    var byteCount: Int { Self.head.count + tail.count }

    /// The body around messages that are written already.
    func body(around parts: [[UInt8]]) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(byteCount + parts.byteCount)
        body += Self.head
        for (position, part) in parts.enumerated() {
            if position > 0 { body.append(UInt8(ascii: ",")) }
            body += part
        }
        body += tail
        return body
    }

    /// Hashes the bytes at once, rather than one by one: attachments are long.
    func hash(into hasher: inout Hasher) {
        tail.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension [[UInt8]] {
    /// How many bytes they have, the commas between them included.
    var byteCount: Int { reduce(0) { $0 + $1.count } + Swift.max(0, count - 1) }
}
