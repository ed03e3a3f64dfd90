import SwitchboardCore

/// The events of one request to `/import`, already written.
struct ImportChunk: Sendable {
    /// The most events that a request takes.
    static let mostEvents = 2000

    /// The most bytes before compression: the description's own example of a 413 says 2,097,152, its prose 10 MB.
    static let mostBytes = 2_000_000

    /// Where the events stand in the batch.
    private(set) var indices: [Int] = []

    /// The events' texts with a comma behind each.
    private var bytes: [UInt8] = []

    /// Where each event's text ends in the bytes, its comma included.
    private var ends: [Int] = []

    /// The request's body.
    var body: [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(bytes.count + 1)
        body.append(UInt8(ascii: "["))
        body += bytes.dropLast()
        body.append(UInt8(ascii: "]"))
        return body
    }

    /// Adds an event, unless the chunk is full.
    ///
    /// - Returns: Whether it was added; an empty chunk takes any.
    mutating func add(_ text: [UInt8], at index: Int) -> Bool {
        let isFull = indices.count == Self.mostEvents || bytes.count + text.count + 2 > Self.mostBytes
        if isFull, !indices.isEmpty { return false }
        bytes += text
        bytes.append(UInt8(ascii: ","))
        indices.append(index)
        ends.append(bytes.count)
        return true
    }

    /// The two halves; `nil` where there is one event only.
    func halves() -> (ImportChunk, ImportChunk)? {
        guard indices.count > 1 else { return nil }
        let middle = indices.count / 2
        let cut = ends[middle - 1]
        var first = ImportChunk()
        var second = ImportChunk()
        first.indices = Array(indices[..<middle])
        first.bytes = Array(bytes[..<cut])
        first.ends = Array(ends[..<middle])
        second.indices = Array(indices[middle...])
        second.bytes = Array(bytes[cut...])
        second.ends = ends[middle...].map { $0 - cut }
        return (first, second)
    }
}

/// The chunks of a batch, each written when its turn comes.
///
/// A class, since whoever draws from it also says when to stop.
final class ImportChunks: Sequence, IteratorProtocol {
    /// The first event that is in no chunk yet.
    private(set) var position = 0

    /// Events that cannot be sent, by their index.
    private(set) var refused: [Int: Failure] = [:]

    /// Why no further chunk is made, where the batch has ended early.
    private(set) var failure: Failure?

    private let events: [TrackEvent]
    private let write: (TrackEvent) throws(Failure) -> JSONText

    /// - Parameters:
    ///   - events: The batch.
    ///   - write: Writes one event, or says why it cannot be sent.
    init(_ events: [TrackEvent], write: @escaping (TrackEvent) throws(Failure) -> JSONText) {
        self.events = events
        self.write = write
    }

    /// The next request's events; none once the batch has ended.
    func next() -> ImportChunk? {
        guard failure == nil else { return nil }
        var chunk = ImportChunk()
        while position < events.count {
            do throws(Failure) {
                guard chunk.add(try write(events[position]).bytes, at: position) else { return chunk }
            } catch {
                refused[position] = error
            }
            position += 1
        }
        return chunk.indices.isEmpty ? nil : chunk
    }

    /// Makes no further chunks; the first reason stands.
    func end(with failure: Failure) {
        self.failure = self.failure ?? failure
    }
}
