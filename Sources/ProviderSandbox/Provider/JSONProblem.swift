/// What is wrong with the JSON of a request; each provider puts it into its own words.
struct JSONProblem: Error, Hashable {
    /// The ways in which JSON can be wrong.
    enum Kind: Hashable {
        case missing
        case wrongType
        case unknown
        case invalid
    }

    /// The way in which it is wrong.
    var kind: Kind

    /// The path of the member at fault, such as `from.id`; empty for the whole.
    var path: String

    /// What is wrong with it, completing the sentence that starts with the path.
    var problem: String

    /// Creates a problem.
    init(_ kind: Kind, _ path: String, _ problem: String) {
        self.kind = kind
        self.path = path
        self.problem = problem
    }

    /// Path and problem in one sentence.
    var message: String { path.isEmpty ? problem : "\(path): \(problem)" }
}
