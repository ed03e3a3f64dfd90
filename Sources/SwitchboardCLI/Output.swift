import Foundation
import SwitchboardCore

/// Writes to standard output and standard error, whole texts at a time.
///
/// A reader that has gone away changes nothing: what was done was done, and the exit status says so.
enum Output {
    static func text(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }

    static func error(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    static func json(_ value: JSONValue, isPretty: Bool = true) {
        let line = value.serialized(isPretty: isPretty) + [UInt8(ascii: "\n")]
        try? FileHandle.standardOutput.write(contentsOf: Data(line))
    }

    static func json(_ value: some Encodable) throws {
        json(try JSONValue(encoding: value))
    }
}

/// Columns of text under their headings, each as wide as its widest cell.
struct TextTable {
    private let headings: [String]
    private var rows: [[String]] = []

    init(_ headings: String...) {
        self.headings = headings
    }

    mutating func add(_ cells: String...) {
        rows.append(cells)
    }

    /// The table, without blanks at the ends of its lines.
    var text: String {
        let lines = [headings] + rows
        let widths = headings.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return
            lines.map { cells in
                let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
                return padded.joined(separator: "  ").replacing(#/\s+$/#, with: "")
            }
            .joined(separator: "\n")
    }
}

extension JSONValue {
    /// The value in a line or a cell: text as it is, everything else as JSON.
    var plainText: String { string ?? String(decoding: serialized(), as: UTF8.self) }
}
