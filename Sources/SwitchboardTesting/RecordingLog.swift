public import Logging
import Synchronization

/// A log that keeps its lines in memory, as text.
///
/// ```swift
/// let log = RecordingLog()
/// let tools = try CommunicationTools(configuration: configuration, logger: log.logger)
/// ```
public final class RecordingLog: Sendable {
    private let state = Mutex<[String]>([])

    /// Creates an empty log.
    public init() {}

    /// Each line so far: level, message, and the metadata sorted by key.
    public var lines: [String] { state.withLock(\.self) }

    /// A logger that writes here, at every level.
    public var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private func append(_ line: String) { state.withLock { $0.append(line) } }
}

extension RecordingLog {
    private struct Handler: LogHandler {
        let log: RecordingLog
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let data = metadata.merging(event.metadata ?? [:]) { _, own in own }
            let text = data.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
            log.append("\(event.level) \(event.message) \(text)")
        }
    }
}
