import SwitchboardCore

/// What a strict answer says of a request's records: all of them are in, or all but some.
///
/// Read leniently, record by record: an odd one must not hide what the others say.
struct ImportAnswer: Decodable, Sendable {
    /// A record that is not in.
    struct FailedRecord: Sendable {
        let index: Int?
        let insertID: String?
        let field: String?
        let message: String?

        /// The description calls the id `insert_id`, the page `$insert_id`.
        init(_ json: JSONValue) {
            index = json["index"]?.wholeNumber
            insertID = [json["insert_id"], json["$insert_id"]].compactMap { $0?.identifier }.first { !$0.isEmpty }
            field = json["field"]?.string
            message = json["message"]?.string
        }
    }

    /// The records that are not in.
    let failed: [FailedRecord]

    /// How many records are in, where the answer says so.
    let imported: Int?

    /// Reads the answer; `nil` for an object that says neither a code nor a number: it is another one's.
    init?(_ json: JSONValue) {
        let known = ["code", "num_records_imported", "failed_records"]
        guard known.contains(where: { json[$0] != nil }) else { return nil }
        failed = json["failed_records"]?.array?.map(FailedRecord.init) ?? []
        imported = json["num_records_imported"]?.wholeNumber
    }

    /// Decodes the value.
    init(from decoder: any Decoder) throws {
        guard let answer = Self(try JSONValue(from: decoder)) else {
            let context = DecodingError.Context(codingPath: [], debugDescription: "not an answer of /import")
            throw DecodingError.dataCorrupted(context)
        }
        self = answer
    }

    /// Whether it tells of single records, or of some that are in: more than a status can say.
    var tellsRecordsApart: Bool { !failed.isEmpty || (imported ?? 0) > 0 }

    /// Tells records that are not in, or may not be.
    ///
    /// The fate of all that neither a record names nor the number covers is open.
    ///
    /// - Parameter ids: The records' `$insert_id`, in the order in which they were sent.
    /// - Returns: The failures, by the records' position.
    func failures(of ids: [String]) -> [Int: Failure] {
        var failures: [Int: Failure] = [:]
        var areAllNamed = true
        for record in failed {
            if let position = record.position(in: ids) {
                failures[position] = record.failure
            } else {
                areAllNamed = false
            }
        }
        let rest = ids.count - failures.count
        guard !areAllNamed || (imported ?? rest) < rest else { return failures }
        for position in ids.indices where failures[position] == nil { failures[position] = .unexplainedRecord }
        return failures
    }
}

extension ImportAnswer.FailedRecord {
    /// Which of the records it is; the id counts where it is the id of one only.
    fileprivate func position(in ids: [String]) -> Int? {
        if ids.count == 1 { return 0 }
        if let index, ids.indices.contains(index) { return index }
        guard let insertID, let first = ids.firstIndex(of: insertID) else { return nil }
        return ids.lastIndex(of: insertID) == first ? first : nil
    }
}

extension JSONValue {
    /// A whole number, or a text that is one.
    fileprivate var wholeNumber: Int? { identifier.flatMap { Int($0) } }
}

extension ImportAnswer.FailedRecord {
    /// The failure of the event, or of the profile update, that the record was.
    var failure: Failure {
        var failure = Failure(.rejected, effect: .refused, "Mixpanel refuses the values", field: actionField)
        if let actionField { failure.message = "Mixpanel refuses the value of \(actionField)" }
        failure.status = 400
        failure.providerMessage = message.map { String($0.prefix(Failure.providerMessageLimit)) }
        return failure
    }

    /// The field of the action that the record's field was made from.
    private var actionField: String? {
        switch field {
        case "event": return "name"
        case "properties.time": return "at"
        case "properties.distinct_id": return "person"
        case "properties.$insert_id": return "event_id"
        case let path?:
            guard path.hasPrefix("properties.") else { return nil }
            return "properties".appending(member: String(path.dropFirst("properties.".count)))
        case nil: return nil
        }
    }
}

/// What became of a chunk.
struct ImportResult: Sendable {
    /// Where its events stand in the batch.
    let indices: [Int]

    /// What came back.
    let answer: Result<ImportAnswer, Failure>

    init(_ chunk: ImportChunk, _ answer: Result<ImportAnswer, Failure>) {
        indices = chunk.indices
        self.answer = answer
    }

    /// Why none of its events is in, so far as nothing else is said of one of them.
    var failure: Failure? {
        switch answer {
        case .success: nil
        case .failure(let failure): failure
        }
    }

    /// Why single events are not in, or may not be, by their position in the chunk.
    func failures(of events: [TrackEvent]) -> [Int: Failure] {
        guard case .success(let answer) = answer else { return [:] }
        return answer.failures(of: indices.map { events[$0].eventID })
    }
}

extension Failure {
    fileprivate static let unexplainedRecord = Failure(
        .malformedResponse,
        effect: .unknown,
        "Mixpanel took fewer events than it was sent, and does not say which; this one may be in"
    )
}
