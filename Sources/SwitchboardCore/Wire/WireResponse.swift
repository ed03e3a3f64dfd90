public import HTTPTypes

/// One HTTP response.
public struct WireResponse: Sendable {
    /// The status.
    public var status: Int

    /// The header fields.
    ///
    /// Those of a response from the wire are read each time they are asked for.
    public var headers: HTTPFields {
        get {
            switch head {
            case .fields(let fields): fields
            case .lines(let lines): lines.fields
            }
        }
        set { head = .fields(newValue) }
    }

    /// The body; empty where it was streamed to a sink.
    public var body: [UInt8]

    /// Creates a response.
    public init(status: Int, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.body = body
        head = .fields(headers)
    }

    /// Creates a response whose header fields are still unread: most calls never look at them.
    package init(status: Int, lines: HeaderLines, body: [UInt8]) {
        self.status = status
        self.body = body
        head = .lines(lines)
    }

    enum Head: Sendable {
        case fields(HTTPFields)
        case lines(HeaderLines)
    }

    private(set) var head: Head

    /// Whether the status is 2xx.
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The body as JSON, where it is some.
    ///
    /// Read tolerantly: a member given twice, or half a character, makes no answer unreadable.
    public var json: JSONValue? {
        try? JSONValue(parsing: body, isTolerant: true)
    }

    /// Decodes a JSON body, read as ``json``.
    ///
    /// Unknown fields are ignored: providers add some at any time.
    ///
    /// - Parameters:
    ///   - type: What the body should hold.
    ///   - request: The exchange that it answers; a write that cannot be read back is ``Failure/Effect/unknown``.
    /// - Returns: The value.
    /// - Throws: ``Failure/Kind/malformedResponse``, never quoting the body.
    public func decode<Value: Decodable>(_ type: Value.Type, answering request: WireRequest) throws(Failure) -> Value {
        do {
            return try JSONDocument(body, isTolerant: true).decode(type)
        } catch {
            throw .malformedResponse(status: status, to: request)
        }
    }
}

extension Failure {
    /// Makes the failure for an answer of success that cannot be read, or lacks what it must have.
    public static func malformedResponse(status: Int, to request: WireRequest) -> Failure {
        var failure = Failure(
            .malformedResponse,
            effect: request.repeatability == .safe ? .none : .unknown,
            "the answer to \(request.name) could not be read"
        )
        failure.status = status
        return failure
    }
}
