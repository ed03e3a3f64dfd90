import Foundation

/// The figures of one run.
struct Sample {
    private let figures: [String: Double]

    /// A figure in the unit of the table.
    subscript(figure: Figure) -> Double { (figures[figure.rawValue] ?? .nan) / figure.divisor }

    /// Reads them from what a program has printed: one line of JSON, the last one.
    ///
    /// - Throws: ``Complaint`` where there is no such line, or where a figure that is wanted is missing or not above
    ///   zero: no ratio can be had from it.
    init(_ output: String, wanting figures: [Figure]) throws(Complaint) {
        guard let line = output.split(whereSeparator: \.isNewline).last else {
            throw Complaint("it printed no figures")
        }
        do {
            self.figures = try JSONDecoder().decode([String: Double].self, from: Data(line.utf8))
        } catch {
            throw Complaint("its last line is not an object of figures: \(line)")
        }
        for figure in figures where !(self[figure] > 0 && self[figure].isFinite) {
            throw Complaint("it printed no \(figure.rawValue) above zero (with --scale, take a larger one): \(line)")
        }
    }
}
