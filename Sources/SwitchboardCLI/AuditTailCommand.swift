import ArgumentParser
import AuditStore
import Foundation
import SwitchboardCore

/// Prints entries as they come.
struct AuditTailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Prints the last entries, oldest first, and with -f those that follow.",
        discussion: """
            A line each, or JSON Lines. It ends with ctrl-C.

            Examples:
              switchboard audit tail -f
              switchboard audit tail -f --outcome failure --format json
            """
    )

    @Flag(name: [.customShort("f"), .customLong("follow")], help: "Waits for more.")
    var follow = false

    @Option(name: .customShort("n"), help: "With how many it begins, 0 to 1000.")
    var count = 10

    @Option(help: "How to print them.")
    var format: AuditFormat = .table

    @OptionGroup var filter: AuditFilterOptions

    @OptionGroup var audit: AuditOptions

    func validate() throws {
        guard (0...1000).contains(count) else { throw ValidationError("-n must be from 0 to 1000") }
    }

    func run() async throws {
        let reader = try audit.reader()
        if let person = filter.person { try await audit.recordSearch(for: person) }
        var query = filter.query
        query.limit = max(1, count)
        let last = try await reader.page(query).entries.prefix(count)
        try print(last.reversed())
        guard follow else { return }
        let newest = try await reader.page(AuditQuery(limit: 1)).entries.first?.seq ?? 0
        try await followed(reader, from: last.first?.seq ?? newest)
    }

    private func followed(_ reader: AuditReader, from seq: Int64) async throws {
        let failure = await Interruption.cancelling { () async -> (any Error)? in
            var seq = seq
            let time = TimeSource.system
            do {
                while !Task.isCancelled {
                    // The log tells nobody that it has grown.
                    try await time.sleep(time.now().advanced(by: .milliseconds(500)))
                    let fresh = try await reader.entries(behind: seq, filter.query)
                    seq = fresh.last?.seq ?? seq
                    try print(fresh)
                }
                return nil
            } catch is CancellationError {
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private func print(_ entries: [AuditEntry]) throws {
        for entry in entries {
            switch format {
            case .json: try Output.json(JSONValue(encoding: entry), isPretty: false)
            case .table: try Output.text(line(entry))
            }
        }
    }

    private func line(_ entry: AuditEntry) -> String {
        let verdict = entry.outcome.map { Ink.outcome($0)?.text($0, on: .output) ?? $0.printable }
        let words = [
            entry.at.inTable, entry.kind.printable, entry.action.printable, entry.provider?.printable, verdict,
        ]
        let ends = [entry.errorKind?.printable, "\(entry.auditID)"]
        return (words + ends).compactMap { $0 }.joined(separator: "  ")
    }
}

extension AuditReader {
    /// The entries behind a number that match, oldest first.
    fileprivate func entries(behind seq: Int64, _ query: AuditQuery) async throws(Failure) -> [AuditEntry] {
        var query = query
        query.limit = 1000
        var found: [AuditEntry] = []
        while true {
            let page = try await page(query)
            found += page.entries.prefix { $0.seq > seq }
            let hasMore = page.entries.allSatisfy { $0.seq > seq }
            guard hasMore, let cursor = page.nextCursor, Int64(cursor).map({ $0 > seq }) ?? true else { break }
            query.cursor = cursor
        }
        return found.reversed()
    }
}
