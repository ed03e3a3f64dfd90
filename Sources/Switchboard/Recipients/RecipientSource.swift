public import SwitchboardCore

/// Whom a campaign goes to.
public enum RecipientSource: Sendable {
    /// These.
    case list([CampaignRecipient])

    /// The rows of a CSV file (RFC 4180, UTF-8) below a line with the columns' names.
    ///
    /// A column `email` is required; `name` and one of `client_id` and `user_id` are known; every column may stand in the
    /// templates under its name. The file is read twice and never held as a whole.
    case csv(path: String)

    /// The lines of a file, each a JSON object with the members that a CSV has as columns.
    ///
    /// The file is read twice and never held as a whole.
    case jsonLines(path: String)

    /// Customers by the platform's own ids, as its directory knows them; looked up once, and held.
    case clients([String], any CustomerDirectory)

    /// A file of the kind that its name ends in: `.csv`, or `.jsonl` or `.ndjson`.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for another ending.
    public static func file(_ path: String) throws(Failure) -> RecipientSource {
        switch path.lowercased().split(separator: ".").last {
        case "csv": .csv(path: path)
        case "jsonl", "ndjson": .jsonLines(path: path)
        default: throw .invalidInput("recipients", "is neither .csv nor .jsonl; name a file that is")
        }
    }

    /// What it is called in results.
    var name: String {
        switch self {
        case .list: "list"
        case .csv: "csv"
        case .jsonLines: "json_lines"
        case .clients: "client_ids"
        }
    }
}

/// One of the recipients, or why there is none.
enum RecipientRow: Sendable {
    case recipient(CampaignRecipient, RecipientPlace)
    case bad(RecipientProblem)

    /// A recipient whose members have been looked at.
    init(_ recipient: CampaignRecipient, at place: RecipientPlace) {
        if let (field, problem) = recipient.problem {
            self = .bad(RecipientProblem(place, field: field, problem))
        } else {
            self = .recipient(recipient, place)
        }
    }
}

/// The recipients one after another, as often as somebody asks for them from the start.
protocol RecipientRows {
    /// The next one; `nil` behind the last.
    ///
    /// - Throws: Where nobody can tell what the rest would be.
    mutating func next() throws(Failure) -> RecipientRow?

    /// Goes back to the first.
    mutating func rewind() throws(Failure)

    /// Whether they are those that there were at first, as far as anybody can tell.
    var areUnchanged: Bool { get }
}

extension RecipientSource {
    /// Opens it.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for a file that cannot be read or has no usable first line; the directory's
    ///   failure.
    func rows() async throws(Failure) -> any RecipientRows {
        switch self {
        case .list(let recipients):
            return ListedRecipients(
                recipients.enumerated().map { index, recipient in RecipientRow(recipient, at: .index(index)) }
            )
        case .csv(let path): return try CSVRecipients(RecipientFile(path))
        case .jsonLines(let path): return try JSONLineRecipients(RecipientFile(path))
        case .clients(let ids, let directory): return ListedRecipients(try await directory.rows(of: ids))
        }
    }
}

/// Recipients that are all there.
struct ListedRecipients: RecipientRows {
    private let rows: [RecipientRow]
    private var position = 0

    init(_ rows: [RecipientRow]) {
        self.rows = rows
    }

    mutating func next() -> RecipientRow? {
        guard position < rows.count else { return nil }
        defer { position += 1 }
        return rows[position]
    }

    mutating func rewind() { position = 0 }

    var areUnchanged: Bool { true }
}

extension CustomerDirectory {
    /// How many ids it is asked for at a time.
    private static var pageSize: Int { 500 }

    fileprivate func rows(of ids: [String]) async throws(Failure) -> [RecipientRow] {
        var rows: [RecipientRow] = []
        rows.reserveCapacity(ids.count)
        for start in stride(from: 0, to: ids.count, by: Self.pageSize) {
            let page = Array(ids[start..<min(start + Self.pageSize, ids.count)])
            let known = try await customers(page)
            for id in page {
                let place = RecipientPlace.index(rows.count)
                guard var recipient = known[id] else {
                    let problem = "is an id that the directory does not know"
                    rows.append(.bad(RecipientProblem(place, field: CampaignRecipient.Member.clientID, problem)))
                    continue
                }
                recipient.clientID = id
                rows.append(RecipientRow(recipient, at: place))
            }
        }
        return rows
    }
}
