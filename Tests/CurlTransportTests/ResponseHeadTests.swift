import HTTPTypes
import SwitchboardCore
import Testing

@testable import CurlTransport

struct ResponseHeadTests {
    private func head(_ lines: String...) -> ResponseHead {
        var head = ResponseHead()
        for line in lines {
            let isWithinLimit = Array("\(line)\r\n".utf8).withUnsafeBytes { head.append($0) }
            #expect(isWithinLimit)
        }
        return head
    }

    @Test func readsStatusAndFields() throws {
        let head = head("HTTP/2 201 ", "X-A:  one \t", "x-a:two", "Empty:", "")
        #expect(head.status == 201)
        #expect(head.isFinal)
        #expect(head.lines.fields[values: try #require(HTTPField.Name("X-A"))] == ["one", "two"])
        #expect(head.lines.fields[try #require(HTTPField.Name("Empty"))] == "")
    }

    @Test func isNotFinalBeforeItsEnd() {
        #expect(!head().isFinal)
        #expect(!head("HTTP/1.1 200 OK", "X-A: 1").isFinal)
        #expect(!head("HTTP/1.1 100 Continue", "").isFinal)
        #expect(!head("HTTP/1.1 100 Continue", "", "HTTP/1.1 200 OK").isFinal)
        #expect(!head("HTTP/1.1 2x0 OK", "").isFinal)
    }

    @Test func dropsWhatCameBeforeTheFinalHeadAndTrailers() {
        let head = head("HTTP/1.1 103 Early Hints", "X-A: 1", "", "HTTP/1.1 204 No Content", "X-B: 2", "", "X-C: 3", "")
        #expect(head.status == 204)
        #expect(head.lines.fields.map(\.name.canonicalName) == ["x-b"])
    }

    @Test func skipsLinesWithoutAValidName() {
        let head = head("HTTP/1.1 200 OK", "no colon", "b\u{E9}d: 1", "sp ace: 1", ": 1", "Good: 1", "")
        #expect(head.lines.fields.map(\.name.canonicalName) == ["good"])
    }

    @Test func unfoldsAFoldedLine() throws {
        let head = head("HTTP/1.1 200 OK", "X-A: one", "  two", "X-B: 1", "")
        #expect(head.lines.fields[try #require(HTTPField.Name("X-A"))] == "one two")
        #expect(head.lines.fields[try #require(HTTPField.Name("X-B"))] == "1")
    }

    @Test func doesNotTakeAFieldForAStatus() {
        let head = head("HTTP/1.1 200 OK", "HTTP/1.1 500 Oh", "")
        #expect(head.status == 200)
    }

    @Test func refusesMoreThanItsLimit() {
        var head = head("HTTP/1.1 200 OK")
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: ResponseHead.maximumBytes + 1)
        let isWithinLimit = line.withUnsafeBytes { head.append($0) }
        #expect(!isWithinLimit)
    }
}
