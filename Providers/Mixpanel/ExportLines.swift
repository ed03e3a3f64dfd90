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

    private static var braces: (UInt8, UInt8) { (UInt8(ascii: "{"), UInt8(ascii: "}")) }

    /// Refuses a line that is no object by its first and last bytes: Mixpanel breaks off with a line of words.
    func checkEnds() throws(Failure) {
        guard bytes.first == Self.braces.0, bytes.last == Self.braces.1 else { throw .brokenExport(line: number) }
    }

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
            userID: properties.removeValue(forKey: "distinct_id")?.identifier,
            at: properties.removeValue(forKey: "time")?.eventTime,
            eventID: properties.removeValue(forKey: "$insert_id")?.string,
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
        integer.map { Timestamp.mixpanelTime($0) }
    }
}

extension Timestamp {
    /// Reads seconds or, where the number is too large for them, milliseconds.
    static func mixpanelTime(_ number: Int64) -> Timestamp {
        guard number > 100_000_000_000, number < .max / 1000 else { return Timestamp(secondsSince1970: number) }
        return Timestamp(microsecondsSince1970: number * 1000)
    }
}

extension Failure {
    /// An export that did not come whole.
    fileprivate static func brokenExport(line: Int) -> Failure {
        Failure(.malformedResponse, effect: .none, "the export broke off: line \(line) is no event; export it again")
    }
}
