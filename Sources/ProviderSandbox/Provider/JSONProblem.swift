import SwitchboardCore

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

extension JSONProblem {
    /// The problem of the first member, by name, that an object must not have; `nil` where all are known.
    static func unknown(
        among members: some Sequence<String>,
        at path: String,
        knowing names: Set<String>
    ) -> JSONProblem? {
        guard let name = members.filter({ !names.contains($0) }).min() else { return nil }
        let hint = name.nearest(among: names.sorted()).map { "; did you mean \($0)?" } ?? ""
        return JSONProblem(.unknown, path.isEmpty ? name : "\(path).\(name)", "is not known here\(hint)")
    }
}
