import SwitchboardCore

/// A calendar month in UTC: the unit in which the log keeps its files.
struct Month: Sendable, Hashable, Comparable {
    /// Months since January of the year 0.
    private let index: Int64

    /// The month in which a moment lies.
    init(containing moment: Timestamp) {
        let days = Self.floor(moment.microsecondsSince1970, dividedBy: 86_400_000_000)
        // Years are counted from 1 March, so that the leap day is the last one and months follow from the day alone.
        let shifted = days + 719_468
        let era = Self.floor(shifted, dividedBy: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        index = (era * 400 + yearOfEra) * 12 + monthFromMarch + 2
    }

    /// Reads the name of a month's file, `2026-11.sqlite`; `nil` for any other name.
    init?(fileName: String) {
        let name = fileName.prefix(7)
        guard let year = Int64(name.prefix(4)), let month = Int64(name.suffix(2)), (1...12).contains(month) else {
            return nil
        }
        index = year * 12 + month - 1
        // Every question lists the folder, so this is no regular expression: what reads back the same is right.
        guard self.fileName == fileName else { return nil }
    }

    /// The name of the month's file.
    var fileName: String {
        let year = String(index / 12)
        let month = String(index % 12 + 1)
        let zeros = { (text: String, width: Int) in String(repeating: "0", count: max(0, width - text.count)) + text }
        return "\(zeros(year, 4))-\(zeros(month, 2)).sqlite"
    }

    static func < (left: Month, right: Month) -> Bool { left.index < right.index }

    private static func floor(_ value: Int64, dividedBy divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }
}
