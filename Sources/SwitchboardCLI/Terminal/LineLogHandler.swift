import ArgumentParser
import Logging
import SwitchboardCore

/// In which form log lines are written.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    /// ``text`` on a terminal, ``json`` elsewhere.
    case auto
    /// A readable line each.
    case text
    /// A JSON object a line.
    case json

    /// Whether lines are JSON objects on a screen.
    func isJSON(on screen: Screen) -> Bool {
        switch self {
        case .auto: !screen.isTerminal
        case .text: false
        case .json: true
        }
    }
}

/// Writes each log event as one line, in one piece.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider? = LoggingSystem.metadataProvider

    private let label: String
    private let format: LogFormat
    private let screen: Screen
    private let time: TimeSource
    private let write: @Sendable (String) -> Void

    /// Creates a handler.
    ///
    /// - Parameters:
    ///   - label: The logger's name.
    ///   - level: The least level that is written.
    ///   - format: The form of the lines.
    ///   - screen: Where the lines end; decides on colours, and on the form where that is ``LogFormat/auto``.
    ///   - time: The clock of the lines.
    ///   - write: Writes one line, without its line break, in one piece; called from any thread.
    init(
        label: String,
        level: Logger.Level,
        format: LogFormat,
        screen: Screen = .errors,
        time: TimeSource = .system,
        write: @escaping @Sendable (String) -> Void = Output.errorLine
    ) {
        self.label = label
        self.logLevel = level
        self.format = format
        self.screen = screen
        self.time = time
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = LogLine(
            time: time.wallClock(),
            level: event.level,
            message: "\(event.message)",
            label: label,
            metadata: everything(about: event)
        )
        write(format.isJSON(on: screen) ? line.json : line.text(on: screen))
    }

    /// The data of one event: what the logger always says, over it what the task says, over it what the event says.
    private func everything(about event: LogEvent) -> Logger.Metadata {
        var all = metadata.merging(metadataProvider?.get() ?? [:]) { _, new in new }
        all.merge(event.metadata ?? [:]) { _, new in new }
        if let error = event.error {
            all["error.message"] = "\(error)"
            all["error.type"] = "\(type(of: error))"
        }
        return all
    }
}
