import Foundation

/// What a measure must amount to.
struct Bound {
    private enum Quantity {
        case ratio
        case value
    }

    private var quantity: Quantity
    private var isUpper: Bool
    private var limit: Double
    /// Whether it is only an aim: shown, but a run does not fail by it.
    private(set) var isAim = false

    /// Switchboard's figure is at most so many times the reference's.
    static func ratio(atMost limit: Double) -> Bound { Bound(quantity: .ratio, isUpper: true, limit: limit) }

    /// Switchboard's figure is at least so many times the reference's.
    static func ratio(atLeast limit: Double) -> Bound { Bound(quantity: .ratio, isUpper: false, limit: limit) }

    /// Switchboard's own figure is at most this, in the unit of the table.
    static func value(atMost limit: Double) -> Bound { Bound(quantity: .value, isUpper: true, limit: limit) }

    /// Switchboard's own figure is at least this, in the unit of the table.
    static func value(atLeast limit: Double) -> Bound { Bound(quantity: .value, isUpper: false, limit: limit) }

    /// The same as an aim.
    var asAim: Bound {
        var aim = self
        aim.isAim = true
        return aim
    }

    /// Tells whether a finding keeps within it.
    func holds(for finding: Finding) -> Bool {
        let measured = quantity == .ratio ? finding.ratio : finding.subject
        return isUpper ? measured <= limit : measured >= limit
    }

    /// The bound as the table shows it.
    func text(_ figure: Figure) -> String {
        let limit = limit.formatted(.number.locale(Locale(identifier: "en_US")))
        let value = quantity == .ratio ? limit : "\(limit) \(figure.unit)"
        return "\(isAim ? "aim " : "")\(isUpper ? "≤" : "≥") \(value)"
    }
}
