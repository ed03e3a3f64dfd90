import SwitchboardCore

/// A day in UTC.
struct SandboxDay: Sendable, Hashable, Comparable {
    /// How many days lie between 1970-01-01 and it.
    var number: Int64

    /// The day with a number.
    init(number: Int64) {
        self.number = number
    }

    /// The day that a moment, in seconds since 1970, belongs to.
    init(containing seconds: Int64) {
        number = Int64((Double(seconds) / 86_400).rounded(.down))
    }

    /// Reads `2026-01-31`, and nothing else.
    init?(_ text: String) {
        guard CalendarDate(text) != nil, let midnight = Timestamp("\(text)T00:00:00Z") else { return nil }
        self.init(containing: midnight.secondsSince1970)
    }

    /// The first day of its month.
    var startOfMonth: SandboxDay { SandboxDay("\(description.dropLast(2))01") ?? self }

    /// The Monday of its week.
    var startOfWeek: SandboxDay {
        // 1970-01-01 was a Thursday.
        SandboxDay(number: number - ((number + 3) % 7 + 7) % 7)
    }

    /// Orders days as they come.
    static func < (left: SandboxDay, right: SandboxDay) -> Bool { left.number < right.number }
}

extension SandboxDay: CustomStringConvertible {
    /// The day as `2026-01-31`.
    var description: String {
        String(Timestamp(secondsSince1970: number * 86_400).description.prefix(10))
    }
}
