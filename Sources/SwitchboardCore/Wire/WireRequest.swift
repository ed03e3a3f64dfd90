public import HTTPTypes

/// One HTTP request that an adapter asks for.
public struct WireRequest: Sendable {
    /// The method.
    public var method: HTTPRequest.Method

    /// The absolute address.
    public var url: String

    /// What the exchange is called in logs and in the audit log: the method and the path's template, free of ids.
    public var name: String

    /// The header fields.
    ///
    /// Credentials are added only to the copy that goes to the transport.
    public var headers = WireHeaders()

    /// The body; empty for none.
    public var body: [UInt8] = []

    /// What repeating the exchange does at the far side.
    public var repeatability: Repeatability

    /// How long one attempt may take; the policy's limit unless given.
    public var attemptTimeout: Duration?

    /// Creates a request.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - template: The path below the base address, with `{name}` for each part that comes from data.
    ///   - parameters: What the parts are; each is percent-encoded as one path segment.
    ///   - query: Query items in order; percent-encoded.
    ///   - base: The provider's base address.
    ///   - repeatability: What repeating the exchange does.
    public init(
        _ method: HTTPRequest.Method,
        _ template: String,
        _ parameters: [String: String] = [:],
        query: [(name: String, value: String)] = [],
        at base: BaseURL,
        _ repeatability: Repeatability
    ) {
        self.method = method
        self.name = "\(method.rawValue) \(template)"
        self.repeatability = repeatability
        let path = parameters.isEmpty ? template : template.filled(with: parameters)
        let items = query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
        url = base.description + path + (items.isEmpty ? "" : "?" + items)
    }

    /// Sets a JSON body and its content type.
    ///
    /// Keys are sorted, so that equal values make equal bytes.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for a value without a JSON form, such as an infinite number.
    public mutating func setJSON(_ value: some Encodable) throws(Failure) {
        do {
            body = try JSONValue(encoding: value).serialized()
        } catch {
            throw .invalidInput("", "holds a number without a JSON form, such as infinity")
        }
        headers[.contentType] = "application/json"
    }

    /// Sets a JSON body that was written piece by piece, which costs less than encoding, and its content type.
    package mutating func setJSON(_ json: consuming JSONText) {
        body = json.bytes
        headers[.contentType] = "application/json"
    }
}

extension WireRequest: CustomStringConvertible, CustomReflectable {
    /// The exchange's name: the address may hold a person's id, the headers a credential.
    public var description: String { name }
    /// What reflection sees.
    public var customMirror: Mirror { Mirror(reflecting: name) }
}

extension String {
    /// The template with each `{name}` that has a value replaced by that value, percent-encoded.
    fileprivate func filled(with parameters: [String: String]) -> String {
        var filled = ""
        var rest = self[...]
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
            let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: "}"))
        {
            let name = rest[rest.utf8.index(after: open)..<close]
            let end = rest.utf8.index(after: close)
            filled += rest[..<open]
            if let value = parameters[String(name)] {
                filled += value.percentEncoded
            } else {
                filled += rest[open..<end]
            }
            rest = rest[end...]
        }
        return filled + rest
    }

    /// The text with everything but RFC 3986's unreserved characters percent-encoded.
    package var percentEncoded: String {
        // A segment of dots only would climb in the path.
        if self == "." || self == ".." { return String(repeating: "%2E", count: utf8.count) }
        if utf8.allSatisfy(\.isUnreserved) { return self }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in utf8 {
            if byte.isUnreserved {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    /// Whether RFC 3986 section 2.3 leaves the character as it is.
    fileprivate var isUnreserved: Bool {
        isASCIIAlphanumeric || self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
            || self == UInt8(ascii: "~")
    }
}
