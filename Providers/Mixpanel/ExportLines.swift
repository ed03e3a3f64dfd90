import SwitchboardCore
import Synchronization

/// Does something with each line of an export.
protocol LineCollector: Sendable {
    /// Takes the next line, which is not empty.
    mutating func take(_ line: ExportedLine) throws(Failure)
}

/// Cuts an export into its lines as it comes, and tells a whole one from one that broke off.
///
/// Its memory is that of one line.
final class ExportLines<Collector: LineCollector>: ByteSink {
    fileprivate struct State {
        var collector: Collector
        var rest: [UInt8] = []
        var lineCount = 0
        var byteCount: Int64 = 0
    }

    private let state: Mutex<State>
    private let copy: (any ByteSink)?

    /// Creates the sink of one export.
    ///
    /// - Parameters:
    ///   - collector: What takes the lines.
    ///   - copy: Where the bytes go as they are, too.
    init(collecting collector: Collector, copyingTo copy: (any ByteSink)? = nil) {
        state = Mutex(State(collector: collector))
        self.copy = copy
    }

    /// How many lines there were.
    var lineCount: Int { state.withLock(\.lineCount) }

    /// How many bytes there were.
    var byteCount: Int64 { state.withLock(\.byteCount) }

    /// Takes the next bytes.
    func write(_ bytes: [UInt8]) async throws(Failure) {
        try state.withLock { (state) throws(Failure) in try state.scan(bytes) }
        try await copy?.write(bytes)
    }

    /// Runs the export to its end.
    ///
    /// - Returns: The collector.
    /// - Throws: As the client; ``Failure/Kind/malformedResponse`` for an export that broke off although its transfer did
    ///   not.
    func result(of request: WireRequest, using client: ProviderClient) async throws(Failure) -> Collector {
        _ = try await client.send(request, into: self)
        return try state.withLock { (state) throws(Failure) in
            try state.finish()
            return state.collector
        }
    }
}

extension ExportLines.State {
    /// An event is smaller than 1 MB; what is longer is no line.
    private static var longestLine: Int { 8_000_000 }

    fileprivate mutating func scan(_ bytes: [UInt8]) throws(Failure) {
        byteCount += Int64(bytes.count)
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            try take(bytes[start..<end])
            start = end + 1
        }
        rest += bytes[start...]
        guard rest.count <= Self.longestLine else { throw .brokenExport(line: lineCount + 1) }
    }

    /// Takes the end of a line.
    private mutating func take(_ end: ArraySlice<UInt8>) throws(Failure) {
        guard !rest.isEmpty else { return try takeLine(end) }
        rest += end
        let line = rest[...]
        rest = []
        try takeLine(line)
    }

    private mutating func takeLine(_ line: ArraySlice<UInt8>) throws(Failure) {
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        guard !line.isEmpty else { return }
        lineCount += 1
        try collector.take(ExportedLine(bytes: line, number: lineCount))
    }

    /// Takes what stands behind the last line break: a whole line, or the first half of one.
    fileprivate mutating func finish() throws(Failure) {
        guard !rest.isEmpty else { return }
        let line = rest[...]
        rest = []
        guard (try? JSONValue(parsing: line, isTolerant: true)) != nil else {
            throw .brokenExport(line: lineCount + 1)
        }
        try takeLine(line)
    }
}

/// One line of an export.
struct ExportedLine {
    let bytes: ArraySlice<UInt8>
    /// Its number, from 1.
    let number: Int

    private static let eventKey = Array(#""event""#.utf8)

    /// Refuses a line that is no event by its first and last bytes: Mixpanel breaks off with a line of words, or with an
    /// object that tells an error.
    func checkEnds() throws(Failure) {
        guard bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") else {
            throw .brokenExport(line: number)
        }
        let members = bytes.dropFirst().drop { $0 == UInt8(ascii: " ") }
        // No rule says that the name goes first.
        if !members.starts(with: Self.eventKey) { _ = try event() }
    }

    /// The failure of an export with this line in it.
    var failure: Failure { .brokenExport(line: number) }

    /// Reads the line as some type.
    func decode<Value: Decodable>(_ type: Value.Type) throws(Failure) -> Value {
        do {
            return try JSONDocument(Array(bytes), isTolerant: true).decode(type)
        } catch {
            throw .brokenExport(line: number)
        }
    }

    /// Reads the line as an event.
    func event() throws(Failure) -> RecordedEvent {
        let line = try decode(EventLine.self)
        var properties = line.properties
        return RecordedEvent(
            name: line.event,
            userID: properties.take("distinct_id", \.identifier),
            at: properties.take("time", \.eventTime),
            eventID: properties.take("$insert_id", \.identifier),
            properties: properties
        )
    }

    private struct EventLine: Decodable {
        let event: String
        let properties: [String: JSONValue]
    }
}

extension JSONValue {
    /// Seconds or, where the number is too large for them, milliseconds.
    fileprivate var eventTime: Timestamp? {
        switch self {
        case .integer(let number): Timestamp(mixpanelTime: number)
        case .number(let number): Timestamp(mixpanelTime: number)
        default: nil
        }
    }
}

extension [String: JSONValue] {
    /// Takes a member out, where its value can be read as what it should be; any other stays where it is.
    mutating func take<Part>(_ name: String, _ read: (JSONValue) -> Part?) -> Part? {
        guard let part = self[name].flatMap(read) else { return nil }
        self[name] = nil
        return part
    }
}

extension Timestamp {
    /// What is larger is no number of seconds.
    private static let mostSeconds: Int64 = 100_000_000_000

    /// Reads seconds or, where the number is too large for them, milliseconds; `nil` for no moment of any calendar.
    init?(mixpanelTime number: Int64) {
        let scale: Int64 = number > Self.mostSeconds ? 1000 : 1_000_000
        let (microseconds, isTooLarge) = number.multipliedReportingOverflow(by: scale)
        if isTooLarge { return nil }
        self.init(microsecondsSince1970: microseconds)
    }

    /// Reads the same with a fraction.
    init?(mixpanelTime number: Double) {
        let scale: Double = number > Double(Self.mostSeconds) ? 1000 : 1_000_000
        guard let microseconds = Int64(exactly: (number * scale).rounded()) else { return nil }
        self.init(microsecondsSince1970: microseconds)
    }
}

extension Failure {
    /// An export that did not come whole.
    fileprivate static func brokenExport(line: Int) -> Failure {
        Failure(.malformedResponse, effect: .none, "the export broke off: line \(line) is no event; export it again")
    }
}
