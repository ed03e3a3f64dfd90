import Testing

@testable import compare

struct FindingTests {
    @Test(arguments: [([3, 1, 2], 2), ([4, 1, 3, 2], 2.5), ([7], 7)] as [([Double], Double)])
    func takesTheMiddleOne(_ values: [Double], _ expected: Double) {
        #expect(median(values) == expected)
    }

    @Test
    func takesTheRatioOfEachRoundByItself() throws {
        // The machine was four times slower in the second round; the ratio of the medians would be 3.
        let rounds = [try Round(10, 20), try Round(40, 60), try Round(20, 90)]
        let finding = Finding(Measure("time", .time), rounds)
        #expect(finding.reference == 20)
        #expect(finding.subject == 60)
        #expect(finding.ratio == 2)
        #expect(finding.spread == 1.5...4.5)
    }

    @Test(arguments: [
        (Bound.ratio(atMost: 1.5), true), (.ratio(atMost: 1.49), false), (.ratio(atLeast: 1.5), true),
        (.ratio(atLeast: 1.51), false), (.value(atMost: 15), true), (.value(atMost: 14), false),
    ])
    func boundIsAboutTheRatioOrSwitchboardsOwnFigure(_ bound: Bound, _ holds: Bool) throws {
        let finding = Finding(Measure("time", .time, bound), [try Round(10, 15)])
        #expect(finding.holds == holds)
        #expect(finding.isBroken == !holds)
    }

    @Test
    func missedAimBreaksNothing() throws {
        let finding = Finding(Measure("time", .time, .ratio(atMost: 1).asAim), [try Round(10, 15)])
        #expect(finding.holds == false)
        #expect(!finding.isBroken)
    }

    @Test
    func withoutBoundNothingHoldsOrBreaks() throws {
        let finding = Finding(Measure("time", .time), [try Round(10, 15)])
        #expect(finding.holds == nil)
        #expect(!finding.isBroken)
    }
}
