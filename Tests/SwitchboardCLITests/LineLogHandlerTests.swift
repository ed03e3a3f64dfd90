import Logging
import SwitchboardCore
import Synchronization
import Testing

@testable import SwitchboardCLI

struct LineLogHandlerTests {
    /// What was written.
    private final class Lines: Sendable {
        private let written = Mutex<[String]>([])
        var all: [String] { written.withLock { $0 } }
        func write(_ line: String) { written.withLock { $0.append(line) } }
    }

    private struct Oops: Error {}

    private let lines = Lines()

    private func handler(_ format: LogFormat, screen: Screen = .plain) -> LineLogHandler {
        var time = TimeSource.system
        time.wallClock = { Timestamp(microsecondsSince1970: 1_780_000_000_123_456) }
        return LineLogHandler(label: "test", level: .trace, format: format, screen: screen, time: time) { [lines] in
            lines.write($0)
        }
    }

    private func logger(_ format: LogFormat, screen: Screen = .plain) -> Logger {
        Logger(label: "test") { _ in handler(format, screen: screen) }
    }

    @Test func writesAReadableLine() {
        logger(.text).warning("attempt ended", metadata: ["http.status": "503", "a": "two words", "b": ""])
        logger(.text).info("begun")
        #expect(
            lines.all == [
                #"20:26:40Z  warning attempt ended  a="two words"  b=""  http.status=503"#,
                "20:26:40Z  info    begun",
            ]
        )
    }

    @Test func writesAJSONObjectALine() throws {
        logger(.json)
            .error(
                "oh",
                metadata: ["http.status": "503", "one": ["two": ["three": "x"]], "list": ["a", "b"], "level": "x"]
            )
        let line = try #require(lines.all.first)
        #expect(
            line.hasPrefix(#"{"time":"2026-05-28T20:26:40.123456Z","level":"error","message":"oh","label":"test","#)
        )
        let expected: JSONValue = [
            "time": "2026-05-28T20:26:40.123456Z", "level": "error", "message": "oh", "label": "test",
            "http.status": "503", "one.two.three": "x", "list": "[\"a\", \"b\"]", "metadata.level": "x",
        ]
        #expect(try JSONValue(parsing: line.utf8) == expected)
    }

    @Test func choosesItsFormByTheScreen() {
        let terminal = Screen(isTerminal: true)
        #expect(!LogFormat.auto.isJSON(on: terminal))
        #expect(LogFormat.auto.isJSON(on: .plain))
        #expect(LogFormat.json.isJSON(on: terminal))
        #expect(!LogFormat.text.isJSON(on: .plain))
        logger(.auto, screen: terminal).info("to a person")
        logger(.auto).info("to a machine")
        #expect(lines.all.map { $0.hasPrefix("{") } == [false, true])
    }

    @Test(arguments: [LogFormat.text, .json])
    func letsNoValueBreakTheLineOrSteerTheTerminal(format: LogFormat) {
        let hostile = "x\n\r\u{1B}]0;title\u{7}\u{9B}2J\u{2028}\u{202E}"
        logger(format)
            .info("\(hostile)", metadata: ["k\n\(hostile)": "\(hostile)", "list": [["\(hostile)": "\(hostile)"]]])
        let line = lines.all.first ?? "\n"
        #expect(line == line.printable)
        #expect(line.contains("]0;title"))
    }

    @Test func coloursTheLevelAlone() {
        logger(.text, screen: Screen(isTerminal: true, hasColours: true)).error("oh", metadata: ["a": "b"])
        #expect(lines.all == ["20:26:40Z  \u{1B}[31merror\u{1B}[0m   oh  a=b"])
        logger(.json, screen: Screen(isTerminal: true, hasColours: true)).error("oh")
        #expect(lines.all.last?.contains("\u{1B}") == false)
    }

    @Test func asksTheMetadataProviderEachTime() {
        var handler = handler(.text)
        handler.metadata = ["a": "logger", "b": "logger", "c": "logger"]
        handler.metadataProvider = Logger.MetadataProvider { [lines] in
            ["b": "\(lines.all.count)", "c": "provider"]
        }
        let logger = Logger(label: "test") { [handler] _ in handler }
        logger.info("one", metadata: ["c": "event"])
        logger.info("two", error: Oops())
        #expect(
            lines.all == [
                "20:26:40Z  info    one  a=logger  b=0  c=event",
                "20:26:40Z  info    two  a=logger  b=1  c=provider  error.message=Oops()  error.type=Oops",
            ]
        )
    }

    @Test func levelAndDataBelongToOneLoggerOnly() {
        var one = logger(.text)
        one.logLevel = .debug
        one[metadataKey: "only-on"] = "first"
        var two = one
        two.logLevel = .error
        two[metadataKey: "only-on"] = "second"
        #expect(one.logLevel == .debug)
        #expect(two.logLevel == .error)
        #expect(one[metadataKey: "only-on"] == "first")
        #expect(two[metadataKey: "only-on"] == "second")
        two.info("below")
        #expect(lines.all.isEmpty)
    }

    @Test func writesEachLineInOnePieceFromManyTasks() async {
        let logger = logger(.json)
        await withTaskGroup { group in
            for number in 0..<50 { group.addTask { logger.info("line", metadata: ["number": "\(number)"]) } }
        }
        let numbers = lines.all.compactMap { try? JSONValue(parsing: $0.utf8)["number"]?.string }
        #expect(Set(numbers).count == 50)
    }
}
