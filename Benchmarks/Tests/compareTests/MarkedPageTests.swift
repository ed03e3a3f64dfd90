import Testing

@testable import compare

struct MarkedPageTests {
    private let begin = MarkedPage.begin
    private let end = MarkedPage.end

    @Test
    func replacesWhatStandsBetweenTheMarks() throws {
        let page = "# Title\n\n\(begin)\nold\n\(end)\n\nmore\n"
        let written = try MarkedPage.text(page, with: "new")
        #expect(written == "# Title\n\n\(begin)\n\nnew\n\n\(end)\n\nmore\n")
        #expect(try MarkedPage.text(written, with: "new") == written)
    }

    @Test
    func refusesAPageWithoutBothMarksOnceInTheirOrder() {
        for page in ["", begin, end, "\(end)\n\(begin)", "\(begin)\n\(begin)\n\(end)", "\(begin)\n\(end)\n\(end)"] {
            #expect(throws: Complaint.self) { try MarkedPage.text(page, with: "new") }
        }
    }
}
