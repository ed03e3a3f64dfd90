import Foundation
import SwitchboardCore
import Synchronization

/// Writes to standard output and standard error, whole texts at a time.
///
/// A reader that has gone away changes nothing: what was done was done, and the exit status says so.
enum Output {
    private static let errorStream = Mutex(FileHandle.standardError)

    /// Writes a text of the tool's own to standard output; values inside must be printable.
    ///
    /// - Throws: Where the text is lost to somebody who still waits for it, as on a full disk.
    static func text(_ text: String) throws(LostOutput) {
        var rest = Array((text + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest.removeFirst(count)
            } else if errno == EPIPE {
                return
            } else if errno != EINTR {
                throw LostOutput(code: errno)
            }
        }
    }

    /// Complains on standard error.
    static func error(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
        errorLine(lines.joined(separator: "\n"))
    }

    /// Writes a line to standard error as it is, in one piece, whoever else writes.
    static func errorLine(_ line: String) { errorPart(line + "\n") }

    /// Writes a text to standard error as it is, in one piece, whoever else writes.
    static func errorPart(_ text: String) {
        let data = Data(text.utf8)
        errorStream.withLock { stream in
            try? stream.write(contentsOf: data)
        }
    }

    static func json(_ value: JSONValue, isPretty: Bool = true) throws(LostOutput) {
        try text(String(decoding: value.serialized(isPretty: isPretty), as: UTF8.self).printableJSON)
    }

    static func json(_ value: some Encodable) throws {
        try json(try JSONValue(encoding: value))
    }
}

/// Why what a command printed did not arrive.
struct LostOutput: Error, CustomStringConvertible {
    /// The system's error number.
    let code: Int32

    /// The system's reason, and what to do.
    var description: String {
        "standard output cannot be written: \(String(cString: strerror(code))); what was printed is lost or cut short"
    }
}

extension JSONValue {
    /// The value in a line or a cell: text as it is, everything else as JSON.
    var plainText: String { string ?? String(decoding: serialized(), as: UTF8.self) }
}
