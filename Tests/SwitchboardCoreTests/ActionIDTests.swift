import FoundationEssentials
import SwitchboardCore
import SwitchboardTesting
import Testing

@Suite struct ActionIDTests {
    private let text = "01234567-89ab-7def-8123-456789abcdef"
    private let id = ActionID(high: 0x0123_4567_89ab_7def, low: 0x8123_4567_89ab_cdef)

    @Test func isLaidOutAsAUUIDOfVersion7() {
        let time = ManualTime(wallStart: Timestamp(microsecondsSince1970: 0x0123_4567_89ab * 1000 + 999), draw: .max)
        let id = time.source.makeActionID()
        #expect(id.high == 0x0123_4567_89ab_7ffb)
        #expect(id.low == 0xbfff_ffff_ffff_ffff)
        let quiet = ManualTime(wallStart: Timestamp(microsecondsSince1970: -5), draw: 0).source.makeActionID()
        #expect(quiet.description == "00000000-0000-7000-8000-000000000000")
    }

    @Test func sortsAsTextByTheTimeOfItsMaking() {
        let time = ManualTime()
        let texts = (0..<100)
            .map { _ in
                time.advance(by: .milliseconds(1))
                return time.source.makeActionID().description
            }
        #expect(texts == texts.sorted())
        #expect(Set(texts).count == 100)
    }

    @Test func isReadBackFromItsText() {
        #expect(id.description == text)
        #expect(ActionID(text) == id)
        #expect(ActionID(text.uppercased()) == id)
    }

    @Test(arguments: [
        "", "01234567", "01234567-89ab-7def-8123-456789abcde", "01234567-89ab-7def-8123-456789abcdef0",
        "0123456789ab7def8123456789abcdef", "{01234567-89ab-7def-8123-456789abcdef}",
        " 01234567-89ab-7def-8123-456789abcdef",
        "01234567-89ab-7def-8123-456789abcdeg", "01234567-89ab-7def-8123-456789abcdef\n",
    ])
    func refusesOtherText(text: String) {
        #expect(ActionID(text) == nil)
    }

    @Test func isReadBackFromItsBytes() {
        #expect(
            id.bytes == [1, 0x23, 0x45, 0x67, 0x89, 0xab, 0x7d, 0xef, 0x81, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]
        )
        #expect(ActionID(bytes: id.bytes) == id)
        #expect(ActionID(bytes: id.bytes.dropLast()) == nil)
        #expect(ActionID(bytes: id.bytes + [0]) == nil)
        #expect(ActionID(bytes: ([9] + id.bytes).dropFirst()) == id)
    }

    @Test func isItsTextInJSON() throws {
        #expect(try JSONValue(encoding: [id]) == [.string(text)])
        #expect(try JSONDecoder().decode([ActionID].self, from: Data("[\"\(text)\"]".utf8)) == [id])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([ActionID].self, from: Data(#"["x"]"#.utf8)) }
    }
}
