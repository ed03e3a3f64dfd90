import Testing

@testable import compare

struct ComparisonTests {
    @Test
    func fillsInTheMarksWithoutSplittingThem() {
        let side = Side(.reference, "call --url {server}/notes --database {folder}/audit.sqlite")
        let arguments = side.arguments(operations: 5, marks: ["{server}": "http://h:1", "{folder}": "/a b"])
        #expect(
            arguments == ["call", "--url", "http://h:1/notes", "--database", "/a b/audit.sqlite", "--operations", "5"]
        )
    }

    @Test
    func isMeantByItsNameOrTheFirstWordsOfIt() {
        let names = { (only: String) in Comparison.all.filter { $0.isMeant(by: only) }.map(\.name) }
        #expect(names("audit") == ["audit-1", "audit-64", "audit-batches"])
        #expect(names("audit-64") == ["audit-64"])
        #expect(names("aud").isEmpty)
    }

    @Test
    func hasNoNameTwiceAndNoMarkThatNobodyFillsIn() {
        #expect(Set(Comparison.all.map(\.name)).count == Comparison.all.count)
        for comparison in Comparison.all {
            var marks = ["{folder}": "/f"]
            if comparison.server != nil { marks["{server}"] = "http://s" }
            for side in [comparison.reference, comparison.subject] {
                let arguments = side.arguments(operations: 1, marks: marks)
                #expect(!arguments.contains { $0.contains("{") }, "\(comparison.name)")
            }
        }
    }
}
