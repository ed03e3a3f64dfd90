import HTTPTypes
import SwitchboardCore

/// `export.download`, and the walk over an incremental export that it shares with the metrics
/// (https://developer.zendesk.com/documentation/ticketing/managing-tickets/using-the-incremental-export-api/).
extension ZendeskProvider {
    /// What can be exported by cursor.
    enum ExportKind: String, CaseIterable {
        case tickets
        case users
    }

    /// Where an export begins, and goes on.
    enum ExportPosition: Equatable {
        /// With what has changed since; at least a minute ago.
        case time(Timestamp)
        /// After what an earlier page ended with.
        case cursor(String)

        fileprivate var item: (name: String, value: String) {
            switch self {
            case .time(let moment): ("start_time", "\(max(0, moment.secondsSince1970))")
            case .cursor(let cursor): ("cursor", cursor)
            }
        }
    }

    /// How many records a page has: one page of large tickets must stay well below what a response may hold.
    private static let exportPageSize = "500"

    func downloadExport(
        _ action: DownloadExport,
        using client: ProviderClient
    ) async throws(Failure) -> DownloadExport.Receipt {
        let kind = try Self.exportKind(of: action)
        let start = try Self.start(of: action, now: client.now())
        return try await client.withFile(at: action.path) { file throws(Failure) in
            var receipt = DownloadExport.Receipt(bytes: 0, count: 0)
            do throws(Failure) {
                try await walk(kind, JSONValue.self, from: start, using: client) { page throws(Failure) in
                    let lines = page.lines
                    try await file.write(lines)
                    receipt.bytes += lines.count
                    receipt.count? += page.records.count
                    receipt.nextCursor = page.afterCursor ?? receipt.nextCursor
                }
            } catch {
                // Ten pages a minute make a long export outlast its deadline: whole pages are kept, with their cursor.
                guard receipt.nextCursor != nil, error.kind.isTrouble else { throw error }
                receipt.stoppedBy = error.kind
            }
            return receipt
        }
    }

    /// Walks an export to the end of the stream, a page at a time.
    func walk<Record: Decodable & Sendable>(
        _ kind: ExportKind,
        _ record: Record.Type,
        from start: ExportPosition,
        including sideload: String? = nil,
        using client: ProviderClient,
        _ visit: (ZendeskExportPage<Record>) async throws(Failure) -> Void
    ) async throws(Failure) {
        try await client.pages(from: start) { (position: ExportPosition) async throws(Failure) -> ExportPosition? in
            var items = [position.item, ("per_page", Self.exportPageSize)]
            if let sideload { items.append(("include", sideload)) }
            var request = WireRequest(.get, "/api/v2/incremental/\(kind)/cursor", query: items, at: base, .safe)
            request.attemptTimeout = .seconds(30)
            let page = try await client.send(request, as: ZendeskExportPage<Record>.self)
            try await visit(page)
            if page.isEnd { return nil }
            guard let cursor = page.afterCursor else {
                throw Failure(.malformedResponse, effect: .none, "a page of the export names no page after it")
            }
            return .cursor(cursor)
        }
    }

    private static func exportKind(of action: DownloadExport) throws(Failure) -> ExportKind {
        if action.exportID != nil {
            throw .invalidInput("export_id", "names an export that was started; Zendesk's need no start, give kind")
        }
        guard let kind = action.kind.flatMap(ExportKind.init(rawValue:)) else {
            throw .invalidInput("kind", "is nothing that Zendesk exports; give tickets or users")
        }
        return kind
    }

    private static func start(of action: DownloadExport, now: Timestamp) throws(Failure) -> ExportPosition {
        switch (action.from, action.cursor) {
        case (nil, let cursor?): return .cursor(cursor)
        case (let from?, nil):
            if from <= now.advanced(by: .seconds(-61)) { return .time(from) }
            throw .invalidInput("from", "is less than a minute ago; Zendesk exports up to a minute before the present")
        case (nil, nil): throw .invalidInput("from", "is missing; give it, or the cursor of an earlier export")
        case (_?, _?): throw .invalidInput("from", "stands beside cursor; give one of them")
        }
    }
}

/// A page of an incremental export.
struct ZendeskExportPage<Record: Decodable & Sendable>: Decodable, Sendable {
    let records: [Record]

    /// Where the next page, or a later export, begins.
    let afterCursor: String?

    /// Whether there is nothing more for now.
    let isEnd: Bool

    private enum CodingKeys: String, CodingKey {
        case tickets
        case users
        case afterCursor = "after_cursor"
        case isEnd = "end_of_stream"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        records = try container.decode([Record].self, forKey: container.contains(.users) ? .users : .tickets)
        afterCursor = try container.decodeIfPresent(String.self, forKey: .afterCursor)
        isEnd = try container.decodeIfPresent(Bool.self, forKey: .isEnd) ?? (afterCursor == nil)
    }
}

extension ZendeskExportPage<JSONValue> {
    /// The records as JSON Lines.
    fileprivate var lines: [UInt8] {
        records.reduce(into: []) { lines, record in
            lines += record.serialized()
            lines.append(UInt8(ascii: "\n"))
        }
    }
}

extension Failure.Kind {
    /// Whether it is about getting through, rather than about what was asked or told.
    fileprivate var isTrouble: Bool {
        switch self {
        case .rateLimited, .timeout, .network, .providerUnavailable, .circuitOpen: true
        default: false
        }
    }
}
