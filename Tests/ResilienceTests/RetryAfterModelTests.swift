import SwitchboardCore
import Testing

/// The reader of `Retry-After` against forms compared letter by letter, and a calendar that counts years one by one.
struct RetryAfterModelTests {
    private static let reference = Timestamp(secondsSince1970: 1_780_000_000)
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// Reads a value slowly; seconds to wait, or `nil`.
    private func expected(_ text: String) -> Int64? {
        let digits = Array(text.utf8)
        if (1...10).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) {
            return Int64(text).map { min($0, 86_400) }
        }
        for name in Self.days {
            let short = name.prefix(3)
            // Figures stand for the places of a day, a month, a year, an hour, a minute and a second.
            for form in [
                "\(short), 11 222 3333 44:55:66 GMT", "\(name), 11-222-33 44:55:66 GMT",
                "\(short) 222 11 44:55:66 3333",
                "\(short) 222  1 44:55:66 3333",
            ] {
                if let parts = parts(digits, Array(form.utf8)) { return wait(parts) }
            }
        }
        return nil
    }

    /// What stands in the six places of a form; `nil` where the rest is different.
    private func parts(_ text: [UInt8], _ form: [UInt8]) -> [String]? {
        guard text.count == form.count else { return nil }
        var parts = Array(repeating: "", count: 6)
        for (byte, place) in zip(text, form) {
            if (49...54).contains(place) {
                guard place == 50 || (48...57).contains(byte) else { return nil }
                parts[Int(place) - 49].unicodeScalars.append(Unicode.Scalar(byte))
            } else if byte != place {
                return nil
            }
        }
        return parts
    }

    private func wait(_ parts: [String]) -> Int64? {
        let numbers = parts.map { Int($0) ?? -1 }
        guard let month = Self.months.firstIndex(of: parts[1]) else { return nil }
        let (day, hour, minute, second) = (numbers[0], numbers[3], numbers[4], numbers[5])
        // The present is 2026: two digits never mean more than 50 years ahead.
        let year = parts[2].count == 4 ? numbers[2] : numbers[2] > 76 ? 1900 + numbers[2] : 2000 + numbers[2]
        guard day >= 1, day <= length(month, year), hour < 24, minute < 60, second < 60 else { return nil }
        var days = day - 1
        for earlier in 0..<month { days += length(earlier, year) }
        for earlier in min(1970, year)..<max(1970, year) {
            days += (length(1, earlier) + 337) * (year < 1970 ? -1 : 1)
        }
        let moment = Int64(days * 86_400 + hour * 3600 + minute * 60 + second)
        return min(max(moment - Self.reference.secondsSince1970, 0), 86_400)
    }

    private func length(_ month: Int, _ year: Int) -> Int {
        if month == 1 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [3, 5, 8, 10].contains(month) ? 30 : 31
    }

    /// A value that is right, or almost.
    private func text(_ numbers: inout SeededNumbers) -> String {
        let number = { (range: ClosedRange<Int>, digits: Int, numbers: inout SeededNumbers) in
            let text = String(Int.random(in: range, using: &numbers))
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        let day = number(0...32, 2, &numbers)
        let month = Self.months[Int.random(in: 0..<12, using: &numbers)]
        let year = [number(2026...2027, 4, &numbers), number(1960...2100, 4, &numbers)][
            Int.random(in: 0..<2, using: &numbers)
        ]
        let time = [
            number(0...24, 2, &numbers), number(0...60, 2, &numbers), number(0...59, 2, &numbers),
        ]
        .joined(separator: ":")
        let name = Self.days[Int.random(in: 0..<7, using: &numbers)]
        var text =
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0: number(0...200_000, 0, &numbers)
            case 1: number(0...99_999_999_999, 0, &numbers)
            case 2: "\(name.prefix(3)), \(day) \(month) \(year) \(time) GMT"
            case 3: "\(name), \(day)-\(month)-\(year.suffix(2)) \(time) GMT"
            default: "\(name.prefix(3)) \(month) \(day.hasPrefix("0") ? " \(day.suffix(1))" : day) \(time) \(year)"
            }
        guard Bool.random(using: &numbers) else { return text }
        let place = text.indices.randomElement(using: &numbers) ?? text.startIndex
        let letter = Array(" -+.,:0159aGM\u{e9}").randomElement(using: &numbers) ?? " "
        if Bool.random(using: &numbers) { text.remove(at: place) } else { text.insert(letter, at: place) }
        return text
    }

    private func problem(_ letters: [Character]) -> String? {
        let text = String(letters)
        let (read, expected) = (RetryAfter.parse(text, reference: Self.reference), expected(text))
        return read == expected.map { .seconds($0) }
            ? nil : "\"\(text)\" is \(read.map(String.init(describing:)) ?? "unreadable"), not \(expected ?? -1) s"
    }

    @Test func readsWhatTheThreeFormsAllow() {
        // Letters are the commands: a text of which some are taken out is a text too.
        for seed in UInt64(0)..<4000 {
            var numbers = SeededNumbers(seed: seed)
            var letters = Array(text(&numbers))[...]
            let check = ModelCheck<Character>(
                seeds: seed..<(seed + 1),
                length: max(1, letters.count)...max(1, letters.count),
                draw: { _ in letters.popFirst() ?? " " },
                problem: problem
            )
            if let disagreement = check.disagreement() {
                Issue.record("\(disagreement)")
                return
            }
        }
    }
}
