import SwitchboardCore

/// Work on many records, which is done at once and told of later.
struct ZendeskJob: Sendable {
    /// 32 hexadecimal digits behind a version.
    let id: String

    /// Such as `Bulk Create Ticket`.
    let kind: String

    /// What became of each record.
    let results: [JSONValue]

    /// Seconds since 1970.
    let createdAt: Int64

    /// How often it was asked for.
    var polls = 0

    /// Few records are ready by the first question, more of them by the second.
    private var status: String {
        if polls == 0 { return "queued" }
        return polls == 1 && results.count > 10 ? "working" : "completed"
    }

    /// Zendesk's shape.
    ///
    /// - Parameter origin: Where the account is reached.
    /// - Returns: The job.
    func json(at origin: String) -> JSONValue {
        let isCompleted = status == "completed"
        let total = JSONValue.integer(Int64(results.count))
        return [
            "id": .string(id),
            "job_type": .string(kind),
            "url": .string("\(origin)/api/v2/job_statuses/\(id).json"),
            "total": total,
            "progress": isCompleted ? total : status == "working" ? .integer(Int64(results.count / 2)) : .null,
            "status": .string(status),
            "message": isCompleted ? .string("Completed at \(Timestamp(secondsSince1970: createdAt))") : .null,
            "results": isCompleted ? .array(results) : .null,
        ]
    }
}
