import SwitchboardCore

/// What is wrong with one record of a request.
struct MixpanelRecordProblem: Hashable {
    /// The place of the record in the request.
    var index: Int

    /// The record's own id, so far as it has one.
    var insertID: String?

    /// What is wrong with it.
    var problem: JSONProblem

    /// The shape in the list of those that failed.
    var json: JSONValue {
        [
            "index": .integer(Int64(index)),
            "$insert_id": .string(insertID ?? ""),
            "field": .string(problem.path),
            "message": .string(problem.message),
        ]
    }
}
