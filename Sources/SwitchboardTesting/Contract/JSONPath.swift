import SwitchboardCore

/// The way to a value inside another one.
struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    enum Step: Sendable, Hashable {
        case member(String)
        case element(Int)
    }

    var steps: [Step] = []

    /// As ``Failure/field`` writes it.
    var description: String {
        steps.reduce("") { path, step in
            switch step {
            case .member(let name): path.appending(member: name)
            case .element(let index): "\(path)[\(index)]"
            }
        }
    }

    func appending(_ step: Step) -> JSONPath { JSONPath(steps: steps + [step]) }
}

extension JSONValue {
    /// The ways to all members at any depth; of an array, through its first element.
    var memberPaths: [JSONPath] { paths(below: JSONPath()) }

    private func paths(below path: JSONPath) -> [JSONPath] {
        switch self {
        case .object(let members):
            members.sorted { $0.key < $1.key }
                .flatMap { name, value in
                    let own = path.appending(.member(name))
                    return [own] + value.paths(below: own)
                }
        case .array(let elements): elements.first?.paths(below: path.appending(.element(0))) ?? []
        default: []
        }
    }

    /// The value with another one at a path; without that member where it is `nil`.
    func replacing(at path: JSONPath, with value: JSONValue?) -> JSONValue {
        guard let step = path.steps.first else { return value ?? .null }
        let rest = JSONPath(steps: Array(path.steps.dropFirst()))
        switch (step, self) {
        case (.member(let name), .object(var members)):
            members[name] =
                rest.steps.isEmpty ? value : (members[name] ?? .null).replacing(at: rest, with: value)
            return .object(members)
        case (.element(let index), .array(var elements)) where elements.indices.contains(index):
            elements[index] = elements[index].replacing(at: rest, with: value)
            return .array(elements)
        default: return self
        }
    }

    /// The value at a path.
    func value(at path: JSONPath) -> JSONValue? {
        path.steps.reduce(self as JSONValue?) { value, step in
            switch step {
            case .member(let name): value?[name]
            case .element(let index):
                value?.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            }
        }
    }

    /// The value without a member, and with it as `null` and as something else.
    func spoilt(at path: JSONPath) -> [(name: String, json: JSONValue)] {
        let other: JSONValue = value(at: path)?.object == nil ? ["strange": [true]] : "strange"
        return [
            ("missing", replacing(at: path, with: nil)), ("null", replacing(at: path, with: .null)),
            ("of another type", replacing(at: path, with: other)),
        ]
    }

    private static let stranger = "zz_unknown_member"

    /// The value with a member that nobody knows in every object.
    func addingStrangers() -> JSONValue {
        switch self {
        case .object(let members):
            .object(members.mapValues { $0.addingStrangers() }.merging([Self.stranger: ["a": [1, .null, "x"]]]) { $1 })
        case .array(let elements): .array(elements.map { $0.addingStrangers() })
        default: self
        }
    }

    /// The value without such members.
    func removingStrangers() -> JSONValue {
        switch self {
        case .object(let members):
            .object(members.filter { $0.key != Self.stranger }.mapValues { $0.removingStrangers() })
        case .array(let elements): .array(elements.map { $0.removingStrangers() })
        default: self
        }
    }

    /// Every text in it, at any depth; names of members are none.
    var texts: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(\.texts)
        case .object(let members): members.values.flatMap(\.texts)
        default: []
        }
    }
}
