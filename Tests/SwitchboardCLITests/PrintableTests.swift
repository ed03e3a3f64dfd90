import SwitchboardCore
import Testing

@testable import SwitchboardCLI

struct PrintableTests {
    @Test(arguments: [
        ("plain text, Grüße 👋🏽", "plain text, Grüße 👋🏽"),
        ("a\nb\r\nc\td", "a\\nb\\r\\nc\\td"),
        ("\u{1B}[31mred\u{7}", "\\u{1B}[31mred\\u{7}"),
        ("\u{9B}2J\u{7F}\u{0}", "\\u{9B}2J\\u{7F}\\u{0}"),
        ("a\u{202E}b\u{2028}c\u{2066}", "a\\u{202E}b\\u{2028}c\\u{2066}"),
        ("e\u{301}", "e\u{301}"),
    ])
    func escapesWhatSteersATerminal(text: String, shown: String) {
        #expect(text.printable == shown)
    }

    @Test func escapesInJSONWhatASerialiserLeavesAlone() throws {
        let value: JSONValue = ["a": "\u{9B}2J\u{7F}\u{202E}\n\u{1B}"]
        let text = String(decoding: value.serialized(isPretty: true), as: UTF8.self).printableJSON
        #expect(text.contains("\\u009b2J\\u007f\\u202e"))
        #expect(text.contains("\n"), "the layout stays")
        #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
        #expect(try JSONValue(parsing: text.utf8) == value)
    }
}
