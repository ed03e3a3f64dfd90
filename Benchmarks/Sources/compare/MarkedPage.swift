import Foundation

/// A page of which one part is written by this program: what stands between two marks.
struct MarkedPage {
    static let begin = "<!-- benchmark begin -->"
    static let end = "<!-- benchmark end -->"

    private let path: String

    /// Takes a page, and looks at once whether it can be written: a run takes minutes.
    ///
    /// - Throws: ``Complaint`` where the page cannot be read or written, or does not have each mark once.
    init(_ path: String) throws(Complaint) {
        self.path = path
        guard FileManager.default.isWritableFile(atPath: path) else { throw Complaint("\(path) cannot be written") }
        do {
            _ = try Self.text(try read(), with: "")
        } catch {
            throw Complaint("\(path): \(error)")
        }
    }

    /// Puts a text between the marks, in the page as it is now.
    func write(_ part: String) throws {
        try Self.text(try read(), with: part).write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// A page's text with something else between its marks.
    static func text(_ page: String, with part: String) throws(Complaint) -> String {
        let begins = page.ranges(of: begin)
        let ends = page.ranges(of: end)
        guard begins.count == 1, ends.count == 1, begins[0].upperBound <= ends[0].lowerBound else {
            throw Complaint("the page wants one line \(begin) and one line \(end) after it")
        }
        return page[..<begins[0].upperBound] + "\n\n\(part)\n\n" + page[ends[0].lowerBound...]
    }

    private func read() throws(Complaint) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Complaint("it cannot be read: \(error.localizedDescription)")
        }
    }
}
