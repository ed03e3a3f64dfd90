extension Timestamp: LosslessStringConvertible {
    /// Reads an RFC 3339 time with a zone (`2026-11-23T10:00:00Z`, `…10:00:00.25+01:00`); `nil` for anything else.
    ///
    /// Digits beyond the microsecond are cut. Leap seconds are refused, as are times that UTC puts outside the years 0000
    /// to 9999. Read by hand, since Foundation's parser takes 30 February and its printer stops at the millisecond.
    public init?(_ description: String) {
        var text = Reader(description)
        guard let days = text.date(), text.skip("T", "t"),
            let seconds = text.timeOfDay(), let microseconds = text.fraction(), let offset = text.zone(), text.isAtEnd
        else { return nil }
        let moment = days * 86_400 + seconds - offset
        guard (Self.firstSecond...Self.lastSecond).contains(moment) else { return nil }
        self.init(microsecondsSince1970: moment * 1_000_000 + microseconds)
    }

    /// The time in UTC as RFC 3339; with three or six digits of a fraction where there is one.
    public var description: String {
        let seconds = secondsSince1970
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let (year, month, day) = GregorianDay.parts(of: days)
        let clock = seconds - days * 86_400
        let micros = ((microsecondsSince1970 % 1_000_000) + 1_000_000) % 1_000_000
        return String(unsafeUninitializedCapacity: 48) { room in
            var text = Digits(room: room)
            text.append(year, 4)
            text.append("-", month, 2)
            text.append("-", day, 2)
            text.append("T", clock / 3600, 2)
            text.append(":", clock / 60 % 60, 2)
            text.append(":", clock % 60, 2)
            if micros % 1000 != 0 {
                text.append(".", micros, 6)
            } else if micros != 0 {
                text.append(".", micros / 1000, 3)
            }
            text.append("Z")
            return text.count
        }
    }

    private static let firstSecond: Int64 = -62_167_219_200
    private static let lastSecond: Int64 = 253_402_300_799
}

/// Reads a text from its front, byte by byte.
private struct Reader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Skips one of some ASCII characters.
    mutating func skip(_ characters: Unicode.Scalar...) -> Bool {
        guard let byte = rest.first, characters.contains(Unicode.Scalar(byte)) else { return false }
        rest.removeFirst()
        return true
    }

    /// Reads so many digits as a number within bounds.
    mutating func number(digits: Int, _ bounds: ClosedRange<Int64>) -> Int64? {
        var number: Int64 = 0
        for _ in 0..<digits {
            guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int64(byte - 0x30)
            rest.removeFirst()
        }
        return bounds.contains(number) ? number : nil
    }

    /// Reads a date, as days since 1970.
    mutating func date() -> Int64? {
        guard let year = number(digits: 4, 0...9999), skip("-"),
            let month = number(digits: 2, 1...12), skip("-"), let day = number(digits: 2, 1...31)
        else { return nil }
        let days = GregorianDay.number(year: year, month: month, day: day)
        return GregorianDay.parts(of: days) == (year, month, day) ? days : nil
    }

    /// Reads a time of the day, as seconds.
    mutating func timeOfDay() -> Int64? {
        guard let hour = number(digits: 2, 0...23), skip(":"), let minute = number(digits: 2, 0...59), skip(":"),
            let second = number(digits: 2, 0...59)
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// Reads the fraction of a second, where there is one, as microseconds.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        var microseconds: Int64 = 0
        var count = 0
        while let digit = number(digits: 1, 0...9) {
            if count < 6 { microseconds = microseconds * 10 + digit }
            count += 1
        }
        guard (1...9).contains(count) else { return nil }
        for _ in min(count, 6)..<6 { microseconds *= 10 }
        return microseconds
    }

    /// Reads a zone, as seconds east of UTC.
    mutating func zone() -> Int64? {
        if skip("Z", "z") { return 0 }
        let isEast = skip("+")
        guard isEast || skip("-"), let hour = number(digits: 2, 0...23), skip(":"),
            let minute = number(digits: 2, 0...59)
        else { return nil }
        return (isEast ? 1 : -1) * (hour * 3600 + minute * 60)
    }
}

/// Days of the proleptic Gregorian calendar, counted from 1970-01-01.
///
/// Both ways count in eras of 400 years that begin on 1 March, so that the leap day is the last of its year.
private enum GregorianDay {
    /// The number of a day; a day that its month does not have counts on into the next.
    static func number(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The year, the month and the day of a number.
    static func parts(of number: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}

/// Writes numbers with a fixed count of digits into room that is there: times are written by the million.
private struct Digits {
    let room: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(room: UnsafeMutableBufferPointer<UInt8>) { self.room = room }

    /// Appends a character.
    mutating func append(_ character: Unicode.Scalar) {
        room[count] = UInt8(ascii: character)
        count += 1
    }

    /// Appends a character and a number.
    mutating func append(_ character: Unicode.Scalar, _ number: Int64, _ width: Int) {
        append(character)
        append(number, width)
    }

    /// Appends a number with at least so many digits.
    mutating func append(_ number: Int64, _ width: Int) {
        if number < 0 { append("-") }
        var (rest, divisor) = (number.magnitude, UInt64(1))
        for _ in 1..<width { divisor *= 10 }
        while rest / divisor > 9 { divisor *= 10 }
        while divisor > 0 {
            room[count] = UInt8(ascii: "0") + UInt8(rest / divisor)
            count += 1
            rest %= divisor
            divisor /= 10
        }
    }
}
