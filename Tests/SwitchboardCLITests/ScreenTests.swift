import Testing

@testable import SwitchboardCLI

struct ScreenTests {
    @Test(
        arguments: [
            ([:], true), (["TERM": "xterm"], true), (["NO_COLOR": ""], true), (["NO_COLOR": "1"], false),
            (["TERM": "dumb"], false), (["TERM": "xterm", "NO_COLOR": "0"], false),
        ] as [([String: String], Bool)]
    )
    func showsColoursUnlessToldNotTo(variables: [String: String], hasColours: Bool) {
        let screen = Screen(isTerminal: true, columns: 80) { variables[$0] }
        #expect(screen.isTerminal)
        #expect(screen.hasColours == hasColours)
    }

    @Test(
        arguments: [(80, "100", 80), (0, "100", 100), (0, "wide", nil), (0, "-3", nil), (0, nil, nil)]
            as [(Int, String?, Int?)]
    )
    func takesItsWidthFromTheTerminalFirst(columns: Int, variable: String?, width: Int?) {
        let screen = Screen(isTerminal: true, columns: columns) { $0 == "COLUMNS" ? variable : nil }
        #expect(screen.width == width)
    }

    @Test func isPlainWhereThereIsNoTerminal() {
        let screen = Screen(isTerminal: false, columns: 80) { _ in "120" }
        #expect(screen == .plain)
    }

    @Test func inksOnlyWhatCanBeInked() {
        let screen = Screen(isTerminal: true, hasColours: true, width: nil)
        #expect(Ink.red.text("no", on: screen) == "\u{1B}[31mno\u{1B}[0m")
        #expect(Ink.red.text("", on: screen) == "")
        #expect(Ink.red.text("no", on: .plain) == "no")
        #expect(["success", "failure", "unknown", "", "other"].map(Ink.outcome) == [.green, .red, .yellow, nil, nil])
    }
}
