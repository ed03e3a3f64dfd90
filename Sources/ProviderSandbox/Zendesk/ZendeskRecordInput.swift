import HTTPTypes
import SwitchboardCore

/// The members of a request that say what a record is to be, as Zendesk reads them: what is not known is dropped and
/// named in a header field of the answer, what is known must have the right form.
struct ZendeskRecordInput: Sendable {
    /// The members that are known and well-formed; a `null` clears.
    private(set) var members: [String: JSONValue]

    /// The paths of what was dropped, such as `ticket.nope`.
    private(set) var dropped: Set<String> = []

    /// Reads a record.
    ///
    /// - Parameters:
    ///   - value: The JSON.
    ///   - name: Where it stands, for the dropped members.
    ///   - shapes: All members that it may have.
    ///   - unplayed: Members that Zendesk knows and the sandbox does not play.
    /// - Throws: Every problem that it has.
    init(
        _ value: JSONValue,
        named name: String,
        _ shapes: [String: JSONShape],
        unplayed: Set<String> = []
    ) throws(ZendeskError) {
        guard let given = value.object else {
            throw .invalidAttribute(name, "must be an object, not \(value.kindName)")
        }
        let strange = given.keys.filter(unplayed.contains).sorted()
        guard strange.isEmpty else {
            throw ZendeskError(invalid: strange.map { JSONProblem(.invalid, $0, "is not played by this sandbox") })
        }
        members = Self.known(value, .object(shapes), at: name, &dropped).object ?? [:]
        let problems = JSONShape.object(shapes).problems(in: .object(members.filter { $0.value != .null }))
        guard problems.isEmpty else { throw ZendeskError(invalid: problems) }
    }

    private static func known(
        _ value: JSONValue,
        _ shape: JSONShape,
        at path: String,
        _ dropped: inout Set<String>
    ) -> JSONValue {
        switch (shape, value) {
        case (.object(let shapes, _), .object(let members)):
            var known: [String: JSONValue] = [:]
            for (name, member) in members {
                if let shape = shapes[name] {
                    known[name] = Self.known(member, shape, at: "\(path).\(name)", &dropped)
                } else {
                    dropped.insert("\(path).\(name)")
                }
            }
            return .object(known)
        case (.list(let element, _), .array(let elements)):
            return .array(elements.map { known($0, element, at: path, &dropped) })
        default:
            return value
        }
    }
}

extension ZendeskRecordInput {
    /// Whether a member is there, even as `null`.
    func has(_ name: String) -> Bool { members[name] != nil }

    /// A member as it stands; `nil` where it is absent or `null`.
    subscript(name: String) -> JSONValue? { members[name].flatMap { $0 == .null ? nil : $0 } }

    /// A list of texts in lower case, each once; `nil` where it is absent or `null`.
    func tags(_ name: String) -> [String]? {
        self[name]?.array.map { Self.tags($0) }
    }

    /// Texts in lower case, each once.
    static func tags(_ list: [JSONValue]) -> [String] {
        var seen: Set<String> = []
        return list.compactMap { $0.string?.lowercased() }.filter { seen.insert($0).inserted }
    }
}

extension SandboxResponse {
    /// Names what a request said and nobody heard.
    mutating func warn(of dropped: Set<String>) {
        guard !dropped.isEmpty else { return }
        let names = dropped.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
        headers[.zendeskWarning] = "{:unpermitted_keys=>[\(names)]}"
    }
}
