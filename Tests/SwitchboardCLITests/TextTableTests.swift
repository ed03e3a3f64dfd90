import Testing

@testable import SwitchboardCLI

struct TextTableTests {
    private static let id = "019ab2d4-7c11-7a3e-9f20-5d1c8e4b6a07"

    private var table: TextTable {
        var table = TextTable("ACTION", .outcome("OUTCOME"), "WHAT IT IS", .whole("ID"))
        table.add("contact.note", "success", "a text that needs some room", Self.id)
        table.add("message.send", "", "short", Self.id)
        return table
    }

    private func screen(_ width: Int?, colours: Bool = false) -> Screen {
        Screen(isTerminal: true, hasColours: colours, width: width)
    }

    @Test func alignsItsColumns() {
        #expect(
            table.text(on: .plain) == """
                ACTION        OUTCOME  WHAT IT IS                   ID
                contact.note  success  a text that needs some room  \(Self.id)
                message.send           short                        \(Self.id)
                """
        )
    }

    @Test func leavesNoBlanksAtTheEndOfALine() {
        var table = TextTable("A", "B")
        table.add("x", "")
        table.add("", "")
        #expect(table.text(on: .plain) == "A  B\nx\n")
    }

    @Test func shortensTheWidestColumnsFirst() {
        #expect(
            table.text(on: screen(80)) == """
                ACTION        OUTCOME  WHAT IT IS           ID
                contact.note  success  a text that needs …  \(Self.id)
                message.send           short                \(Self.id)
                """
        )
    }

    @Test(arguments: [40, 60, 70, 75, 80, 90, 120])
    func fitsWhereItCanAndKeepsWhatMustStayWhole(width: Int) {
        let lines = table.text(on: screen(width)).split(separator: "\n")
        #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(Self.id) })
        // Three columns of six characters, the id and the gaps between them: less is not possible.
        let least = 3 * 6 + 36 + 3 * 2
        #expect(lines.map(\.count).max() ?? 0 <= max(width, least))
    }

    @Test(arguments: [
        (nil, "AT     ACTION        TRIES  ID"), (29, "AT     ACTION        ID"), (23, "AT     ACTION        ID"),
        (20, "AT     ACTION     ID"), (15, "ACTION       ID"), (10, "ACTION  ID"),
    ])
    func leavesOutWhatIsLeastUseful(width: Int?, headings: String) {
        var table = TextTable(
            .whole("AT").dropped(.last),
            "ACTION",
            TextTable.Column("TRIES").dropped(.early(1)),
            .whole("ID")
        )
        table.add("09:00", "contact.note", "3", "a1")
        #expect(table.text(on: screen(width)).split(separator: "\n").first.map(String.init) == headings)
    }

    @Test func takesAnyWidthWhereNobodyLimitsIt() {
        #expect(table.text(on: screen(nil)) == table.text(on: .plain))
    }

    @Test(arguments: [nil, 70, 100])
    func alignsTheSameWithAndWithoutColours(width: Int?) {
        let coloured = table.text(on: screen(width, colours: true))
        #expect(coloured.contains("\u{1B}[32m"))
        #expect(coloured.contains("\u{1B}[1mACTION"))
        #expect(coloured.replacing(#/\u{1B}\[\d+m/#, with: "") == table.text(on: screen(width)))
    }

    @Test func keepsACellOnItsLine() {
        var table = TextTable("A", "B")
        table.add("one\ntwo\u{1B}[2J", "x")
        #expect(table.text(on: .plain) == "A                  B\none\\ntwo\\u{1B}[2J  x")
    }
}
