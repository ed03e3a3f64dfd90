import ArgumentParser
import AuditStore
import Foundation
import Switchboard
import SwitchboardCore

/// Copies entries out of the log.
struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Copies entries out of the log, oldest first, as JSON Lines or CSV.",
        discussion: """
            People stand in it as numbers, as they do in the log. With --output a file that is there is gone on with: its \
            last whole line says where. The export leaves an entry of its own.

            Examples:
              switchboard audit export --output audit.jsonl
              switchboard audit export --format csv --since 2026-01-01 > year.csv
              switchboard audit export --after 120000 | gzip > rest.jsonl.gz
            """
    )

    @Option(help: "How an entry is written: jsonl or csv.")
    var format: Format = .jsonl

    @Option(help: "The file; standard output unless given.", completion: .file())
    var output: String?

    @Option(help: "Entries behind this number.")
    var after: Int64?

    @Option(help: "From this moment on: a time such as 2026-01-31T09:00:00Z, a day, or how long ago, such as 24h.")
    var since: Moment?

    @Option(help: "Before this moment.")
    var until: Moment?

    @OptionGroup var audit: AuditOptions

    /// How an entry is written, on the command line.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case jsonl, csv

        var format: AuditExportQuery.Format { self == .csv ? .csv : .jsonLines }
    }

    func validate() throws {
        if output != nil, after != nil {
            throw ValidationError("--after and --output exclude each other: the file says where to go on")
        }
    }

    func run() async throws {
        let reader = try audit.reader()
        let target = try ExportTarget(path: output, format: format.format)
        var query = AuditExportQuery(format.format, since: since?.timestamp, until: until?.timestamp)
        query.after = after ?? target.last
        try await record(from: query.after)
        if target.isEmpty, after == nil { try target.write(format.format.header) }
        var count = 0
        while true {
            try Task.checkCancellation()
            let chunk = try await reader.export(query)
            guard let next = chunk.next else { break }
            try target.write(chunk.bytes)
            count += chunk.count
            query.after = next
        }
        try target.close()
        Output.errorLine("\(count) entries; the last is \(query.after)")
    }

    /// No copy without a trace of who made it.
    private func record(from seq: Int64) async throws {
        let log = try audit.configuration().audit.open()
        var detail: [String: JSONValue] = ["after": .integer(seq), "format": .string(format.rawValue)]
        detail["since"] = since.map { .string("\($0.timestamp)") }
        detail["until"] = until.map { .string("\($0.timestamp)") }
        try await log.recordOperator("audit.export", actor: AuditOptions.actor, detail: .object(detail))
        await log.shutdown()
    }
}

/// Where an export goes: a file that may have a beginning already, or standard output.
private struct ExportTarget {
    private let file: FileHandle
    private let isFile: Bool

    /// The number of the last entry that is in it.
    private(set) var last: Int64 = 0

    /// Whether nothing is in it.
    private(set) var isEmpty = true

    /// Opens it, and cuts off a line that is not whole.
    init(path: String?, format: AuditExportQuery.Format) throws {
        guard let path else {
            (file, isFile) = (.standardOutput, false)
            return
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ValidationError("--output \(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        (file, isFile) = (FileHandle(fileDescriptor: descriptor, closeOnDealloc: true), true)
        try goToEnd(format, path)
    }

    /// A line has far less than so many bytes.
    private static let longestLine: UInt64 = 1 << 20

    private mutating func goToEnd(_ format: AuditExportQuery.Format, _ path: String) throws {
        let length = try file.seekToEnd()
        guard length > 0 else { return }
        let start = length - min(length, Self.longestLine)
        try file.seek(toOffset: start)
        let end = try file.readToEnd() ?? Data()
        guard let newline = end.lastIndex(of: UInt8(ascii: "\n")) else {
            throw ValidationError("--output \(path) holds something else than an export; name another file")
        }
        let line = end[..<newline].split(separator: UInt8(ascii: "\n")).last ?? Data()
        guard let last = Self.number(of: line, format) else {
            throw ValidationError("--output \(path) holds something else than an export; name another file")
        }
        self.last = last
        isEmpty = false
        let whole = start + UInt64(newline - end.startIndex) + 1
        try file.truncate(atOffset: whole)
        try file.seek(toOffset: whole)
    }

    /// The number at the beginning of a line; 0 for the header.
    private static func number(of line: Data, _ format: AuditExportQuery.Format) -> Int64? {
        let text = String(decoding: line.prefix(64), as: UTF8.self)
        if format == .csv, text.hasPrefix("seq,") { return 0 }
        let rest = format == .csv ? text[...] : text.hasPrefix(#"{"seq":"#) ? text.dropFirst(7) : ""
        return Int64(rest.prefix { $0.isNumber })
    }

    /// Writes lines.
    func write(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        do {
            try file.write(contentsOf: Data(bytes))
        } catch {
            throw LostOutput(code: errno)
        }
    }

    /// Makes a file durable.
    func close() throws {
        if isFile { try file.synchronize() }
    }
}
