import SwitchboardCore

/// The recipients of a CSV file.
struct CSVRecipients: RecipientRows {
    private typealias Member = CampaignRecipient.Member

    private let file: RecipientFile
    private let columns: [String]
    private var reader: CSVReader

    /// Reads the line with the columns' names.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` where there is none that can be used.
    init(_ file: RecipientFile) throws(Failure) {
        self.file = file
        reader = CSVReader(file)
        guard let header = try reader.next() else {
            throw .invalidInput("recipients", "is empty; give a line with the columns' names, email among them")
        }
        try Self.check(header)
        columns = header.cells
    }

    var areUnchanged: Bool { file.isUnchanged }

    mutating func rewind() throws(Failure) {
        try file.rewind()
        reader = CSVReader(file)
        _ = try reader.next()
    }

    mutating func next() throws(Failure) -> RecipientRow? {
        guard let record = try reader.next() else { return nil }
        let place = RecipientPlace.line(record.line)
        if let problem = record.problem { return .bad(RecipientProblem(place, problem)) }
        guard record.cells.count == columns.count else {
            let problem = "has \(record.cells.count) columns, and the first line names \(columns.count)"
            return .bad(RecipientProblem(place, problem))
        }
        return RecipientRow(recipient(of: record.cells), at: place)
    }

    private func recipient(of cells: [String]) -> CampaignRecipient {
        var recipient = CampaignRecipient("")
        recipient.tokens.reserveCapacity(cells.count)
        for (column, cell) in zip(columns, cells) {
            recipient.tokens[column] = .string(cell)
            switch column {
            case Member.email: recipient.email = cell
            case Member.name: recipient.name = cell.isEmpty ? nil : cell
            case Member.clientID, Member.userID: recipient.clientID = cell.isEmpty ? nil : cell
            default: break
            }
        }
        return recipient
    }

    private static func check(_ header: CSVReader.Record) throws(Failure) {
        let place = "on line \(header.line)"
        if let problem = header.problem { throw .invalidInput("recipients", "\(problem) \(place), the columns' names") }
        for (index, column) in header.cells.enumerated() {
            if column.isEmpty { throw .invalidInput("recipients", "has no name for column \(index + 1) \(place)") }
            if header.cells[..<index].contains(column) {
                throw .invalidInput("recipients", "names two columns \(column.shown) \(place); rename one")
            }
        }
        guard header.cells.contains(Member.email) else {
            let near = Member.email.nearest(among: header.cells).map { "; did you mean \($0.shown)?" } ?? ""
            let others = header.cells.prefix(20).map(\.shown).joined(separator: ", ")
            throw .invalidInput("recipients", "has no column email \(place)\(near); its columns are: \(others)")
        }
        if header.cells.contains(Member.clientID), header.cells.contains(Member.userID) {
            throw .invalidInput("recipients", "has both client_id and user_id \(place), one id; leave one of them out")
        }
    }
}

extension String {
    /// A name that came from a file, as messages show it: without control characters, and not too long.
    fileprivate var shown: String { "".appending(member: self) }
}
