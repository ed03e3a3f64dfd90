@testable import compare

extension Round {
    /// A round in which every figure of a side has the same value.
    init(_ reference: Double, _ subject: Double) throws {
        self.init(reference: try Sample(alike: reference), subject: try Sample(alike: subject))
    }
}

extension Sample {
    /// A run of which every figure has the same value.
    init(alike value: Double) throws {
        let figures = Figure.allCases.map { "\"\($0.rawValue)\": \(value)" }
        try self.init("{\(figures.joined(separator: ", "))}", wanting: [])
    }
}
