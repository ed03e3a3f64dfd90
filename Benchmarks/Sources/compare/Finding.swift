/// What the rounds of a comparison say about one measure.
struct Finding {
    let measure: Measure
    /// The median of the reference's figures.
    let reference: Double
    /// The median of Switchboard's figures.
    let subject: Double
    /// The median of the ratios that the rounds have given, each round's two runs by themselves.
    ///
    /// The two runs of a round follow each other at once, so that what else the machine did touches both.
    let ratio: Double
    /// The smallest and the largest of those ratios.
    let spread: ClosedRange<Double>

    /// Sums up a measure over the rounds, of which there is at least one.
    init(_ measure: Measure, _ rounds: [Round]) {
        let references = rounds.map { $0.reference[measure.figure] }
        let subjects = rounds.map { $0.subject[measure.figure] }
        let ratios = zip(subjects, references).map { $0 / $1 }
        self.measure = measure
        reference = median(references)
        subject = median(subjects)
        ratio = median(ratios)
        spread = (ratios.min() ?? .nan)...(ratios.max() ?? .nan)
    }

    /// Whether the bound holds; nil where there is none.
    var holds: Bool? { measure.bound?.holds(for: self) }

    /// Whether a full run must fail by it: a bound that is more than an aim does not hold.
    var isBroken: Bool { holds == false && measure.bound?.isAim == false }
}

/// One run of each side, the one right after the other.
struct Round {
    var reference: Sample
    var subject: Sample
}

/// The value in the middle, or between the two in the middle.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    precondition(!sorted.isEmpty, "a median wants a value")
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
