import Testing

/// The search for disagreements itself: one that finds nothing proves nothing.
struct ModelCheckTests {
    /// Goes wrong when a 7 comes somewhere after a 3.
    private let check = ModelCheck<Int>(
        draw: { Int.random(in: 0..<10, using: &$0) },
        problem: { numbers in
            guard let three = numbers.firstIndex(of: 3), numbers[three...].contains(7) else { return nil }
            return "a 7 after a 3"
        }
    )

    @Test func findsAndShortensADisagreement() throws {
        let found = try #require(check.disagreement())
        #expect(found.commands == [3, 7])
        #expect(found.description.hasPrefix("seed \(found.seed), 2 commands: a 7 after a 3\n  1. 3\n  2. 7"))
    }

    @Test func theSameSeedFindsTheSame() throws {
        let first = try #require(check.disagreement())
        var again = check
        again.seeds = first.seed..<(first.seed + 1)
        #expect(again.disagreement()?.commands == first.commands)
    }

    @Test func findsNothingWhereThereIsNothing() {
        #expect(
            ModelCheck<Int>(draw: { Int.random(in: 0..<3, using: &$0) }, problem: { _ in nil }).disagreement() == nil
        )
    }
}
