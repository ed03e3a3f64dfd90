import SwitchboardCore

/// What `/import` says of a request: all of it is in, or all but some records.
struct ImportAnswer: Decodable, Sendable {
    /// A record that is not in.
    struct FailedRecord: Decodable, Sendable {
        let index: Int?
        let insertID: String?
        let field: String?
        let message: String?

        private enum CodingKeys: String, CodingKey {
            case index
            case insertID = "insert_id"
            case dollarInsertID = "$insert_id"
            case field
            case message
        }

        /// The description calls the id `insert_id`, the page `$insert_id`.
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            index = try container.decodeIfPresent(Int.self, forKey: .index)
            insertID =
                try container.decodeIfPresent(String.self, forKey: .insertID)
                ?? container.decodeIfPresent(String.self, forKey: .dollarInsertID)
            field = try container.decodeIfPresent(String.self, forKey: .field)
            message = try container.decodeIfPresent(String.self, forKey: .message)
        }
    }

    /// The records that are not in; all others are.
    let failed: [FailedRecord]

    private enum CodingKeys: String, CodingKey {
        case code
        case imported = "num_records_imported"
        case failed = "failed_records"
    }

    /// Decodes the value; an object that says neither a code nor a number is another one's answer.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard container.contains(.code) || container.contains(.imported) || container.contains(.failed) else {
            let context = DecodingError.Context(codingPath: [], debugDescription: "not an answer of /import")
            throw DecodingError.dataCorrupted(context)
        }
        failed = try container.decodeIfPresent([FailedRecord].self, forKey: .failed) ?? []
    }
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

    /// Why single events are not in, by their position in the chunk.
    ///
    /// A record that names no event of the chunk leaves the fate of all the others open.
    func failures(of events: [TrackEvent]) -> [Int: Failure] {
        guard case .success(let answer) = answer, !answer.failed.isEmpty else { return [:] }
        var failures: [Int: Failure] = [:]
        var isComplete = true
        for record in answer.failed {
            if let position = position(of: record, events) {
                failures[position] = record.failure
            } else {
                isComplete = false
            }
        }
        if !isComplete {
            for position in indices.indices where failures[position] == nil { failures[position] = .unnamedRecord }
        }
        return failures
    }

    private func position(of record: ImportAnswer.FailedRecord, _ events: [TrackEvent]) -> Int? {
        if let index = record.index, indices.indices.contains(index) { return index }
        guard let id = record.insertID, !id.isEmpty else { return nil }
        return indices.firstIndex { events[$0].eventID == id }
    }
}

extension Failure {
    fileprivate static let unnamedRecord = Failure(
        .malformedResponse,
        effect: .unknown,
        "Mixpanel refused an event without saying which; this one may be in"
    )
}
