/// Columns of text under their headings, each as wide as its widest cell.
///
/// On a terminal that is too narrow the least useful columns are left out; then the widest are shortened, except for those
/// that must stay whole. A cell is one line: what would steer a terminal is escaped.
struct TextTable {
    /// One column.
    struct Column: ExpressibleByStringLiteral {
        /// What stands above it.
        var heading: String

        /// Whether it is never shortened: ids and times, which are of no use in part.
        var isWhole = false

        /// When it is left out, if ever.
        var departure: Departure?

        /// How a cell is set apart.
        var ink: (String) -> Ink? = { _ in nil }

        /// When a column is left out of a table that is too wide.
        enum Departure: Hashable {
            /// Before anything is shortened, in this order.
            case early(Int)
            /// Where shortening does not help either.
            case last
        }

        init(_ heading: String) {
            self.heading = heading
        }

        init(stringLiteral heading: String) {
            self.init(heading)
        }

        /// The column, left out where there is no room.
        func dropped(_ departure: Departure) -> Column {
            var column = self
            column.departure = departure
            return column
        }

        /// A column that is never shortened.
        static func whole(_ heading: String) -> Column {
            var column = Column(stringLiteral: heading)
            column.isWhole = true
            return column
        }

        /// A column of outcomes, in their colours.
        static func outcome(_ heading: String) -> Column {
            var column = Column(stringLiteral: heading)
            column.ink = Ink.outcome
            return column
        }
    }

    private static let gap = "  "
    /// No column is shortened below this: what is left of it must still tell one cell from another.
    private static let leastWidth = 6

    private(set) var columns: [Column]
    private(set) var rows: [[String]] = []

    /// Creates a table without rows.
    init(_ columns: Column...) {
        self.columns = columns
    }

    /// Adds a row, with a cell for each column.
    mutating func add(_ cells: String...) {
        rows.append(cells.map(\.printable))
    }

    /// The table for standard output.
    var text: String { text(on: .output) }

    /// The table, without blanks at the ends of its lines.
    func text(on screen: Screen) -> String {
        let fitting = fitting(screen)
        let widths = fitting.widths(on: screen)
        let headings = line(fitting.columns.map(\.heading), widths) { _, cell in Ink.bold.text(cell, on: screen) }
        let lines = fitting.rows.map { row in
            line(row, widths) { column, cell in
                fitting.columns[column].ink(row[column])?.text(cell, on: screen) ?? cell
            }
        }
        return ([headings] + lines).joined(separator: "\n")
    }
}

extension TextTable {
    /// The table without the columns that there is no room for.
    private func fitting(_ screen: Screen) -> TextTable {
        guard let limit = screen.width else { return self }
        var table = self
        while table.width(of: table.fullWidths) > limit, let column = table.nextToGo {
            table.remove(column)
        }
        if table.width(of: table.widths(on: screen)) > limit,
            let column = table.columns.firstIndex(where: { $0.departure == .last })
        {
            table.remove(column)
        }
        return table
    }

    /// The column that is left out first.
    private var nextToGo: Int? {
        let ranked = columns.indices.compactMap { index -> (rank: Int, index: Int)? in
            if case .early(let rank)? = columns[index].departure { (rank, index) } else { nil }
        }
        return ranked.min { $0.rank < $1.rank }?.index
    }

    private mutating func remove(_ column: Int) {
        columns.remove(at: column)
        for row in rows.indices { rows[row].remove(at: column) }
    }

    private func width(of widths: [Int]) -> Int { widths.reduce(0, +) + Self.gap.count * (widths.count - 1) }
}

extension TextTable {
    private var fullWidths: [Int] {
        columns.indices.map { column in
            rows.reduce(columns[column].heading.count) { max($0, $1[column].count) }
        }
    }

    private func widths(on screen: Screen) -> [Int] {
        var widths = fullWidths
        guard let limit = screen.width else { return widths }
        let room = limit - Self.gap.count * (columns.count - 1)
        while widths.reduce(0, +) > room {
            let candidates = columns.indices.filter { !columns[$0].isWhole && widths[$0] > Self.leastWidth }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            // Down to what the others leave, but not below the next widest: they take turns from there.
            let rest = candidates.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
            let fitting = room - (widths.reduce(0, +) - widths[widest])
            widths[widest] = max(fitting, min(rest, widths[widest] - 1), Self.leastWidth)
        }
        return widths
    }

    /// Joins the cells of one line; `show` adds what has no width, with the cell's column.
    private func line(_ cells: [String], _ widths: [Int], show: (Int, String) -> String) -> String {
        let end = cells.lastIndex { !$0.isEmpty } ?? 0
        return
            cells.indices.prefix(through: end)
            .map { column in
                let cell = Self.shortened(cells[column], to: widths[column])
                let padding = column == end ? "" : String(repeating: " ", count: widths[column] - cell.count)
                return show(column, cell) + padding
            }
            .joined(separator: Self.gap)
    }

    private static func shortened(_ cell: String, to width: Int) -> String {
        cell.count > width ? cell.prefix(width - 1) + "…" : cell
    }
}
