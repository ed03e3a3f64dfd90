import Foundation

/// What has been found, as rows of text.
struct Table {
    private var rows: [[String]] = []

    private static let header = ["case", "figure", "reference", "Switchboard", "ratio", "spread", "bound", "holds"]

    /// Adds the rows of one comparison; only the first of them names it.
    mutating func add(_ title: String, _ findings: [Finding]) {
        for (number, finding) in findings.enumerated() {
            rows.append([number == 0 ? title : ""] + Self.cells(finding))
        }
    }

    /// The table in Markdown, its columns aligned so that the source reads as well.
    var markdown: String {
        let widths = Self.header.indices.map { column in
            ([Self.header] + rows).map { $0[column].count }.max() ?? 0
        }
        let rule = widths.enumerated()
            .map { column, width in
                Self.isNumber(column)
                    ? String(repeating: "-", count: width - 1) + ":" : String(repeating: "-", count: width)
            }
        return ([Self.header, rule] + rows).map { Self.line($0, widths) }.joined(separator: "\n")
    }

    /// One finding as a line for whoever is watching the run.
    static func line(_ finding: Finding) -> String {
        let cells = cells(finding)
        let widths = [18, 12, 12, 6, 14, 12, 5]
        return zip(cells.indices, zip(cells, widths))
            .map { column, cell in pad(cell.0, to: cell.1, right: isNumber(column + 1)) }
            .joined(separator: "  ")
    }

    private static func cells(_ finding: Finding) -> [String] {
        let figure = finding.measure.figure
        return [
            finding.measure.title,
            figure.text(finding.reference),
            figure.text(finding.subject),
            ratio(finding.ratio),
            "\(ratio(finding.spread.lowerBound)) to \(ratio(finding.spread.upperBound))",
            finding.measure.bound?.text(figure) ?? "",
            finding.holds.map { $0 ? "yes" : "no" } ?? "",
        ]
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let cells = zip(cells.indices, zip(cells, widths))
            .map { column, cell in
                pad(cell.0, to: cell.1, right: isNumber(column))
            }
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private static func isNumber(_ column: Int) -> Bool { (2...5).contains(column) }

    private static func ratio(_ value: Double) -> String { String(format: "%.2f", value) }

    private static func pad(_ text: String, to width: Int, right: Bool) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return right ? space + text : text + space
    }
}
