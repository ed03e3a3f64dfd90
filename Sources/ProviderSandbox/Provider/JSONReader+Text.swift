import SwitchboardCore

/// Values that a query or a form writes as text.
extension JSONReader {
    /// A whole number in decimal digits.
    func decimal(_ name: String, in range: ClosedRange<Int64> = 0 ... .max) throws(JSONProblem) -> Int64? {
        guard let text = try string(name) else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            throw problem(.invalid, name, "must be an integer in \(range.lowerBound)...\(range.upperBound)")
        }
        return number
    }

    /// `1` or `0`; absent is `0`.
    func flag(_ name: String) throws(JSONProblem) -> Bool {
        try word(name, of: ["0", "1"]) == "1"
    }

    /// A day such as `2026-01-31`.
    func day(_ name: String) throws(JSONProblem) -> SandboxDay? {
        guard let text = try string(name) else { return nil }
        guard let day = SandboxDay(text) else { throw problem(.invalid, name, "must be a date such as 2026-01-31") }
        return day
    }

    /// A list of texts, written as JSON.
    func texts(_ name: String) throws(JSONProblem) -> [String]? {
        guard let text = try string(name) else { return nil }
        let list = (try? JSONValue(parsing: text.utf8))?.array
        guard let list, list.allSatisfy({ $0.string != nil }) else {
            throw problem(.invalid, name, "must be a JSON array of strings")
        }
        return list.compactMap(\.string)
    }
}
