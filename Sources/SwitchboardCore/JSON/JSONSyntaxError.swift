/// Says where a text stops being JSON, and why, without quoting it: it may hold secrets or people's words.
package struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
    /// The line, from 1.
    package let line: Int

    /// The character of the line, from 1.
    package let column: Int

    /// What is wrong there.
    package let problem: String

    /// Finds line and column of an offset into the text.
    init(_ problem: String, at offset: Int, of text: UnsafeBufferPointer<UInt8>) {
        let before = text[..<min(offset, text.count)]
        let lineFeed = UInt8(ascii: "\n")
        let start = before.lastIndex(of: lineFeed).map { $0 + 1 } ?? 0
        self.problem = problem
        line = before.count { $0 == lineFeed } + 1
        column = before[start...].count { !UTF8.isContinuation($0) } + 1
    }

    /// Where and why, as messages have it.
    package var description: String { "line \(line), column \(column): \(problem)" }
}
