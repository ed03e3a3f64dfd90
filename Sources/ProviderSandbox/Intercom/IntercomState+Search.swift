import SwitchboardCore

/// The body of `POST /contacts/search`.
private struct SearchInput {
    var query: IntercomContactQuery
    var perPage: Int
    var start: Int

    init(_ value: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(value, knowing: ["query", "pagination"])
        let query = try reader.required("query", reader.value("query"))
        self.query = try IntercomContactQuery(query, at: "query")
        let pagination = try JSONReader(
            reader.value("pagination") ?? [:],
            at: "pagination",
            knowing: ["per_page", "starting_after"]
        )
        perPage = try pagination.integer("per_page", in: 1...150).map(Int.init) ?? 50
        start = try Self.start(pagination)
    }

    /// The cursor, which is the place of the next contact behind a letter.
    private static func start(_ pagination: JSONReader) throws(JSONProblem) -> Int {
        guard let cursor = try pagination.string("starting_after") else { return 0 }
        guard cursor.hasPrefix("c"), let start = Int(cursor.dropFirst()), start >= 0 else {
            throw pagination.problem(.invalid, "starting_after", "is not from a paginated answer")
        }
        return start
    }
}

extension IntercomState {
    /// Searches the contacts, oldest first, one page at a time.
    func searchContacts(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let input = try call.read(SearchInput.init)
        let found = contacts.filter(input.query.holds)
        let page = found.dropFirst(input.start).prefix(input.perPage)
        var pages: [String: JSONValue] = [
            "type": "pages",
            "page": .integer(Int64(input.start / input.perPage + 1)),
            "per_page": .integer(Int64(input.perPage)),
            "total_pages": .integer(Int64((found.count + input.perPage - 1) / input.perPage)),
        ]
        let next = input.start + page.count
        if next < found.count, !page.isEmpty {
            pages["next"] = ["per_page": .integer(Int64(input.perPage)), "starting_after": .string("c\(next)")]
        }
        return [
            "type": "list",
            "data": .array(page.map(json)),
            "total_count": .integer(Int64(found.count)),
            "pages": .object(pages),
        ]
    }
}
