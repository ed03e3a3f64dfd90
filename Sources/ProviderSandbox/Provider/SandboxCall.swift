import SwitchboardCore

/// A provider's refusal, which puts what is wrong with the JSON of a request into the provider's own words.
protocol SandboxRefusal: Error {
    /// Makes the refusal of a request with that problem.
    init(_ problem: JSONProblem)
}

/// One call of an operation, with everything about it checked that does not depend on the operation.
struct SandboxCall<Refusal: SandboxRefusal>: Sendable {
    /// The path's parameters, percent-decoded.
    var parameters: [String: String]

    /// The query's parameters, as an object of texts.
    var query: JSONValue = [:]

    /// The body; `null` where there is none.
    var body: JSONValue = .null

    /// What marks repetitions of the request, for operations that know such a mark.
    var idempotencyKey: String?

    /// A parameter of the path; every operation's template has those that it asks for.
    subscript(parameter: String) -> String { parameters[parameter] ?? "" }
}

extension SandboxCall {
    /// Reads the body with an input's initialiser, and puts what is wrong with it into the provider's words.
    func read<Input>(_ input: (JSONValue) throws(JSONProblem) -> Input) throws(Refusal) -> Input {
        try read(body, input)
    }

    /// Reads the query with an input's initialiser, and puts what is wrong with it into the provider's words.
    func readQuery<Input>(_ input: (JSONValue) throws(JSONProblem) -> Input) throws(Refusal) -> Input {
        try read(query, input)
    }

    private func read<Input>(
        _ value: JSONValue,
        _ input: (JSONValue) throws(JSONProblem) -> Input
    ) throws(Refusal) -> Input {
        do {
            return try input(value)
        } catch {
            throw Refusal(error)
        }
    }
}
