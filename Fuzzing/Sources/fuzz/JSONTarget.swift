import Foundation
import HTTPTypes
import SwitchboardCore

/// JSON as callers write it and as providers send it.
struct JSONTarget: FuzzTarget {
    private let request = WireRequest(.get, "/", at: BaseURL("https://example.com")!, .safe)

    func run(_ bytes: [UInt8]) -> Bool {
        let response = WireResponse(status: 200, body: bytes)
        let tolerant = response.json
        checkWriting(tolerant)
        checkDecoding(response, tolerant)
        do {
            let strict = try JSONValue(parsing: bytes)
            require(tolerant == strict, "read tolerantly, sound JSON is something else")
            checkAcceptance(bytes, strict)
        } catch {
            checkRefusal(error)
        }
        return true
    }

    /// What was written reads back as the same bytes, indented or not.
    private func checkWriting(_ value: JSONValue?) {
        guard let value else { return }
        let text = value.serialized()
        for form in [text, value.serialized(isPretty: true)] {
            guard let again = try? JSONValue(parsing: form) else { fatalError("what was written cannot be read") }
            require(again.serialized() == text, "what was written reads back as something else")
        }
    }

    /// Unpacking and decoding agree.
    private func checkDecoding(_ response: WireResponse, _ value: JSONValue?) {
        let decoded = try? response.decode(JSONValue.self, answering: request)
        require(decoded?.serialized() == value?.serialized(), "decoded, JSON is something else")
    }

    /// Foundation accepts what we accept.
    private func checkAcceptance(_ bytes: [UInt8], _ value: JSONValue) {
        do {
            let other = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
            require(other.withoutLargeNumbers == value.withoutLargeNumbers, "Foundation reads something else")
        } catch {
            // Foundation knows no numbers below the smallest one, and counts levels otherwise.
            let isKnown = ["not representable", "Too many nested"].contains { "\(error)".contains($0) }
            require(isKnown, "Foundation refuses what we accept: \(error)")
        }
    }

    /// We say where and why.
    ///
    /// Foundation is no judge here: it takes `2-1` for a number.
    private func checkRefusal(_ error: any Error) {
        guard let error = error as? DecodingError, case .dataCorrupted(let context) = error else {
            fatalError("another error than documented: \(error)")
        }
        require(context.debugDescription.hasPrefix("line "), "the place is missing: \(context.debugDescription)")
    }
}

extension JSONValue {
    /// The value without the numbers that a binary one cannot hold exactly: there Foundation decodes its own neighbours.
    fileprivate var withoutLargeNumbers: JSONValue {
        switch self {
        case .integer(let number) where number.magnitude >= 1 << 53: .null
        case .number(let number) where number.magnitude >= 0x1p53: .null
        case .array(let elements): .array(elements.map(\.withoutLargeNumbers))
        case .object(let members): .object(members.mapValues(\.withoutLargeNumbers))
        default: self
        }
    }
}
