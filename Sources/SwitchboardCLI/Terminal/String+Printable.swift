extension String {
    /// The text on one line, with escapes such as `\n` and `\u{1B}` in place of everything that steers a terminal.
    ///
    /// For every value that was not written by the tool itself: a name, a provider's words, what the log holds.
    var printable: String {
        escapingControls { scalar in
            switch scalar {
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
    }

    /// JSON text with JSON's own escapes for what a serialiser leaves alone although it steers a terminal.
    ///
    /// Line breaks stay: inside of strings the serialiser has escaped them, and between values they are layout.
    var printableJSON: String {
        escapingControls { scalar in
            guard scalar != "\n" else { return "\n" }
            let digits = String(scalar.value, radix: 16)
            return "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)"
        }
    }

    private func escapingControls(_ escape: (Unicode.Scalar) -> String) -> String {
        guard unicodeScalars.contains(where: \.steersTerminal) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.steersTerminal { text += escape(scalar) } else { text.unicodeScalars.append(scalar) }
        }
    }
}

extension Unicode.Scalar {
    /// Whether a terminal acts on it instead of showing it: control characters, line separators, changes of direction.
    fileprivate var steersTerminal: Bool {
        switch value {
        case 0x20...0x7E: false
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: [.control, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
        }
    }
}
