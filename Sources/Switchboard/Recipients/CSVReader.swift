import SwitchboardCore

/// Reads CSV by RFC 4180, a record at a time: quoted values with commas, line breaks and doubled quotation marks in them;
/// lines that end in LF or CRLF.
///
/// A record that breaks the rules is given back as that, and the next one is read all the same; empty lines are passed
/// over.
struct CSVReader {
    /// One record.
    struct Record: Equatable {
        /// The line on which it begins, from 1.
        var line: Int

        /// Its values.
        var cells: [String] = []

        /// Why it is none.
        var problem: String?
    }

    /// The most bytes of one record: a quotation mark that nobody closes must not fill the memory.
    private static let recordLimit = 1 << 20

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private let file: RecipientFile
    private var size = 0

    /// Creates a reader that begins where the file stands.
    init(_ file: RecipientFile) {
        self.file = file
    }

    /// The next record; `nil` behind the last.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` where a quotation mark is never closed, so that nobody can tell what is a
    ///   record.
    mutating func next() throws(Failure) -> Record? {
        try skipEmptyLines()
        guard try file.peek() != nil else { return nil }
        var record = Record(line: file.line)
        size = 0
        repeat {
            let cell = try cell(of: &record)
            guard let text = String(validating: cell, as: UTF8.self) else {
                record.problem = record.problem ?? "has bytes that are not UTF-8"
                continue
            }
            record.cells.append(text)
        } while try goesOn(record)
        return record
    }

    private func skipEmptyLines() throws(Failure) {
        while let byte = try file.peek(), byte == Self.lineFeed || byte == Self.carriageReturn { _ = try file.next() }
    }

    /// Takes what stands behind a value.
    ///
    /// - Returns: Whether another one follows.
    private mutating func goesOn(_ record: Record) throws(Failure) -> Bool { try take(record) == Self.comma }

    private mutating func cell(of record: inout Record) throws(Failure) -> [UInt8] {
        var cell: [UInt8] = []
        if try file.peek() == Self.quote {
            _ = try file.next()
            try readQuoted(into: &cell, of: record)
            let rest = try plainRest(of: record)
            if !rest.isEmpty { record.problem = record.problem ?? "has something behind a closing quotation mark" }
        } else {
            cell = try plainRest(of: record)
            if cell.contains(Self.quote) {
                record.problem = record.problem ?? "has a quotation mark in a value that does not begin with one"
            }
        }
        return cell
    }

    /// Takes the bytes up to the closing quotation mark, and that.
    private mutating func readQuoted(into cell: inout [UInt8], of record: Record) throws(Failure) {
        while let byte = try take(record) {
            guard byte == Self.quote else {
                cell.append(byte)
                continue
            }
            guard try file.peek() == Self.quote else { return }
            _ = try file.next()
            cell.append(byte)
        }
        throw Self.unclosed(record)
    }

    /// Takes the bytes up to a comma or the line's end, and leaves that.
    private mutating func plainRest(of record: Record) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        while let byte = try file.peek(), byte != Self.comma, byte != Self.lineFeed {
            _ = try take(record)
            bytes.append(byte)
        }
        if try file.peek() != Self.comma, bytes.last == Self.carriageReturn { bytes.removeLast() }
        return bytes
    }

    private mutating func take(_ record: Record) throws(Failure) -> UInt8? {
        size += 1
        guard size <= Self.recordLimit else { throw Self.unclosed(record) }
        return try file.next()
    }

    private static func unclosed(_ record: Record) -> Failure {
        .invalidInput(
            "recipients",
            "has a row on line \(record.line) that does not end; is a quotation mark there never closed?"
        )
    }
}
