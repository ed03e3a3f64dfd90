extension JSONParser {
    /// Reads a number, as an integer where its value is whole and fits, however it is written.
    mutating func number() throws(JSONSyntaxError) -> JSONDocument.Node {
        let start = position
        let isNegative = take(UInt8(ascii: "-"))
        var digits = Digits()
        if !take(UInt8(ascii: "0")) { try read(into: &digits) }
        if digits.isEmpty, isDigit { throw error("a number may not begin with a superfluous 0", at: position - 1) }
        if take(UInt8(ascii: ".")) {
            let point = position
            try read(into: &digits)
            digits.exponent -= position - point
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) { digits.exponent += try exponent() }
        if let whole = digits.whole(isNegative: isNegative) { return .integer(whole) }
        return try fraction(digits, isNegative: isNegative, from: start)
    }

    private func fraction(
        _ digits: Digits,
        isNegative: Bool,
        from start: Int
    ) throws(JSONSyntaxError) -> JSONDocument.Node {
        let number: Double
        if let magnitude = digits.magnitude {
            number = isNegative ? -magnitude : magnitude
        } else {
            number = Double(String(decoding: text[start..<position], as: UTF8.self)) ?? .infinity
        }
        guard number.isFinite else { throw error("a number too large to be kept", at: start) }
        // Above 2^53 a whole number may only be the neighbour of what is written.
        if number.magnitude < 0x1p53, let whole = Int64(exactly: number) { return .integer(whole) }
        return .number(number)
    }

    private var isDigit: Bool { current &- UInt8(ascii: "0") < 10 }

    private mutating func read(into digits: inout Digits) throws(JSONSyntaxError) {
        guard isDigit else { throw expected("a digit") }
        while isDigit {
            digits.append(current &- UInt8(ascii: "0"))
            position += 1
        }
    }

    private mutating func exponent() throws(JSONSyntaxError) -> Int {
        let isNegative = take(UInt8(ascii: "-"))
        if !isNegative { _ = take(UInt8(ascii: "+")) }
        var digits = Digits()
        try read(into: &digits)
        // No text is long enough for its digits to make up for such an exponent.
        let exponent = Int(min(digits.whole(isNegative: false) ?? .max, 1 << 48))
        return isNegative ? -exponent : exponent
    }
}

/// The digits of a number, as an exact decimal.
private struct Digits {
    /// The power of ten that all digits together have to be multiplied with.
    var exponent = 0

    private(set) var isEmpty = true

    /// The digits up to the last one that is not 0, as one number; none once they are too many.
    private var significand: UInt64? = 0

    /// How many digits 0 follow it.
    private var zeros = 0

    mutating func append(_ digit: UInt8) {
        isEmpty = false
        zeros += 1
        guard digit != 0 else { return }
        significand = significand?.shifted(by: zeros)?.increased(by: digit)
        zeros = 0
    }

    /// The value, where it is whole and fits.
    func whole(isNegative: Bool) -> Int64? {
        guard let significand else { return nil }
        let power = significand == 0 ? 0 : exponent + zeros
        guard power >= 0, let value = significand.shifted(by: power) else { return nil }
        return isNegative ? Int64(exactly: -Int128(value)) : Int64(exactly: value)
    }

    /// The nearest binary number, where one division or multiplication of exact numbers finds it.
    var magnitude: Double? {
        let power = exponent + zeros
        guard let significand, significand <= 1 << 53, power.magnitude <= 22 else { return nil }
        let factor = powersOfTen[Int(power.magnitude)]
        return power < 0 ? Double(significand) / factor : Double(significand) * factor
    }
}

extension UInt64 {
    /// The number with so many digits 0 behind it, where that fits.
    fileprivate func shifted(by zeros: Int) -> UInt64? {
        guard self != 0 else { return 0 }
        var value = self
        for _ in 0..<zeros {
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            if isTooLarge { return nil }
            value = product
        }
        return value
    }

    fileprivate func increased(by digit: UInt8) -> UInt64? {
        let (sum, isTooLarge) = addingReportingOverflow(UInt64(digit))
        return isTooLarge ? nil : sum
    }
}

/// Those that a binary number holds exactly.
private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]
