import SwitchboardCore

extension MixpanelState {
    /// How many records a request may have.
    static let recordLimit = 2000

    /// Takes events from a server: with `strict` it says which are not taken, without it drops them in silence.
    mutating func importEvents(_ call: MixpanelCall) throws(MixpanelError) -> SandboxResponse {
        let isStrict = try call.readQuery { query throws(JSONProblem) in
            try JSONReader(open: query, at: "").flag("strict")
        }
        let records = try Self.records(of: call)
        var problems: [MixpanelRecordProblem] = []
        for (index, record) in records.enumerated() {
            do throws(JSONProblem) {
                keep(try MixpanelEventInput(record, .importing, time: time).event)
            } catch {
                let id = record["properties"]?["$insert_id"]?.string
                problems.append(MixpanelRecordProblem(index: index, insertID: id, problem: error))
            }
        }
        return MixpanelAnswer.strict(imported: records.count - problems.count, failed: isStrict ? problems : [])
    }

    /// Takes events from a client: all of them, or none.
    mutating func track(_ call: MixpanelCall) throws(MixpanelError) -> SandboxResponse {
        let flags = try call.readQuery(ClientFlags.init)
        var inputs: [MixpanelEventInput] = []
        for (index, record) in try Self.records(of: call).enumerated() {
            do throws(JSONProblem) {
                inputs.append(try MixpanelEventInput(record, .tracking, time: time))
            } catch {
                throw MixpanelError(400, "[\(index)] \(error.message)")
            }
        }
        // A token that nobody has is not told from one that is right.
        for input in inputs where Self.isKnown(input.token ?? "") { keep(input.event) }
        return MixpanelAnswer.verdict(nil, isVerbose: flags.isVerbose)
    }

    /// Whether a token belongs to the project; one that contains `invalid` plays one that does not.
    static func isKnown(_ token: String) -> Bool { !token.lowercased().contains("invalid") }

    /// The records of a request: at least one, and not too many.
    static func records(of call: MixpanelCall) throws(MixpanelError) -> [JSONValue] {
        guard let records = call.body.array, !records.isEmpty else {
            throw MixpanelError(400, "the body must be an array with at least one record")
        }
        guard records.count <= recordLimit else {
            throw MixpanelError(413, "request exceeds max limit of \(recordLimit) records")
        }
        return records
    }
}

/// The query of the ways in that are made for clients.
struct ClientFlags {
    /// Whether the answer is JSON in place of `1` or `0`.
    private(set) var isVerbose: Bool

    /// Whether the answer says what is wrong with each record.
    private(set) var isStrict: Bool

    /// Reads the query.
    init(_ query: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(open: query, at: "")
        isVerbose = try reader.flag("verbose")
        isStrict = try reader.flag("strict")
        _ = try reader.flag("ip")
    }
}
