import SwitchboardCore

extension Timestamp {
    /// The moment in a table: UTC to the second, without the marks that a heading says once.
    var inTable: String { String("\(self)".prefix(19)).replacing("T", with: " ") }
}
