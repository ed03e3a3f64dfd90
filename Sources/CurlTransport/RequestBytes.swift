import CCurl
import HTTPTypes
import SwitchboardCore

/// Owns what libcurl reads of a request while the transfer lasts: the header lines as its list, and the body.
///
/// All of it lies in one piece of memory at an address that stays: making libcurl's list line by line would take two
/// allocations for each.
final class RequestBytes {
    /// The first header line, and through it the others.
    let headers: UnsafeMutablePointer<curl_slist>

    /// The body; its address is never `nil`, which libcurl would take for "ask the read callback".
    let body: UnsafeMutableRawBufferPointer

    /// Copies a request's header and body.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for a field that could break the request's framing, for a method that is
    ///   not offered, and for a body where there can be none.
    init(_ request: borrowing WireRequest) throws(Failure) {
        try Self.check(request)
        let lines = Self.lines(of: request)
        let count = lines.reduce(0) { $0 + $1.size }
        headers = .allocate(lines: lines.count, bytes: count + max(1, request.body.count))
        var cursor = UnsafeMutableRawPointer(headers + lines.count)
        for (index, line) in lines.enumerated() {
            let next = index + 1 < lines.count ? headers + index + 1 : nil
            let text = cursor.assumingMemoryBound(to: CChar.self)
            (headers + index).initialize(to: curl_slist(data: text, next: next))
            line.write(to: &cursor)
        }
        body = UnsafeMutableRawBufferPointer(start: cursor, count: request.body.count)
        body.copyBytes(from: request.body)
    }

    deinit { UnsafeMutableRawPointer(headers).deallocate() }

    private static func check(_ request: WireRequest) throws(Failure) {
        try request.headers.check()
        for field in request.headers.fields where framing.contains(where: { isSame(field.name, $0) }) {
            throw .invalidInput("header \(field.name)", "is set by the transport itself; leave it out")
        }
        switch request.method {
        case .get, .post, .put, .patch, .delete: return
        case .head where request.body.isEmpty: return
        case .head: throw .invalidInput("body", "a HEAD request has none; nothing was sent")
        default: throw .invalidInput("method", "use GET, HEAD, POST, PUT, PATCH or DELETE; nothing was sent")
        }
    }

    /// What says where a request ends, or how its connection is used.
    private static let framing = [
        "content-length", "transfer-encoding", "expect", "connection", "upgrade", "te", "trailer",
    ]

    /// Whether a name is another one, which is in lower case.
    ///
    /// A token's letters differ from their lower case in one bit; the few marks that this mixes up do not occur in the
    /// names that are looked for.
    private static func isSame(_ name: String, _ lowercased: String) -> Bool {
        name.utf8.count == lowercased.utf8.count && zip(name.utf8, lowercased.utf8).allSatisfy { $0 | 0x20 == $1 }
    }

    /// libcurl would announce a form, and wait for leave to send a large body: a name and a colon alone prevent a field.
    private static func lines(of request: WireRequest) -> [Line] {
        var lines: [Line] = []
        lines.reserveCapacity(request.headers.fields.count + 2)
        var hasContentType = false
        for field in request.headers.fields {
            lines.append(Line(field))
            hasContentType = hasContentType || isSame(field.name, "content-type")
        }
        if !hasContentType { lines.append(Line(name: "Content-Type", separator: ":", value: "")) }
        lines.append(Line(name: "Expect", separator: ":", value: ""))
        return lines
    }
}

/// One line of the header in libcurl's form.
private struct Line {
    let name: String
    let separator: StaticString
    let value: String

    init(name: String, separator: StaticString, value: String) {
        self.name = name
        self.separator = separator
        self.value = value
    }

    /// A field without a value ends in a semicolon, since a colon alone would prevent it.
    init(_ field: WireHeaders.Field) {
        let isBlank = field.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        self.init(name: field.name, separator: isBlank ? ";" : ": ", value: isBlank ? "" : field.value)
    }

    /// How many bytes it takes, with the zero at its end.
    var size: Int { name.utf8.count + separator.utf8CodeUnitCount + value.utf8.count + 1 }

    /// Writes the line and moves the cursor behind it.
    func write(to cursor: inout UnsafeMutableRawPointer) {
        Self.copy(name, to: &cursor)
        cursor.copyMemory(from: separator.utf8Start, byteCount: separator.utf8CodeUnitCount)
        cursor += separator.utf8CodeUnitCount
        Self.copy(value, to: &cursor)
        cursor.storeBytes(of: 0, as: UInt8.self)
        cursor += 1
    }

    private static func copy(_ text: String, to cursor: inout UnsafeMutableRawPointer) {
        var text = text
        text.withUTF8 { bytes in
            UnsafeMutableRawBufferPointer(start: cursor, count: bytes.count)
                .copyMemory(from: UnsafeRawBufferPointer(bytes))
        }
        cursor += text.utf8.count
    }
}

extension UnsafeMutablePointer<curl_slist> {
    /// Room for that many lines, followed by that many bytes.
    fileprivate static func allocate(lines: Int, bytes: Int) -> Self {
        UnsafeMutableRawPointer
            .allocate(
                byteCount: lines * MemoryLayout<curl_slist>.stride + bytes,
                alignment: MemoryLayout<curl_slist>.alignment
            )
            .bindMemory(to: curl_slist.self, capacity: lines)
    }
}
