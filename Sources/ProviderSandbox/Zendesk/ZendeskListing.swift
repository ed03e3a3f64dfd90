import SwitchboardCore

/// A list that is answered page by page: by cursors where the query says `page[…]`, else by numbers.
struct ZendeskListing {
    private enum Paging {
        case cursor(place: Int, size: Int)
        case offset(page: Int, size: Int)
    }

    private let url: String
    private let name: String
    private let query: JSONValue
    private let paging: Paging

    /// Reads which page is asked for.
    ///
    /// - Parameters:
    ///   - call: The call, whose query says it.
    ///   - url: The address of the list.
    ///   - name: The member of the answer that the records stand in.
    ///   - largest: The largest page that there is.
    /// - Throws: What is wrong with the query.
    init(_ call: ZendeskCall, at url: String, named name: String, largest: Int64 = 100) throws(ZendeskError) {
        self.url = url
        self.name = name
        query = call.query
        let (cursor, size, page) = try call.readQuery { query throws(JSONProblem) in
            let reader = try JSONReader(open: query, at: "")
            let isByCursor = reader.has("page[size]") || reader.has("page[after]")
            let size = try reader.decimal(isByCursor ? "page[size]" : "per_page", in: 1...largest) ?? 100
            let page = try reader.decimal("page", in: 1...1_000_000) ?? 1
            return (isByCursor ? try reader.string("page[after]") ?? "" : nil, Int(size), Int(page))
        }
        if let cursor {
            let place = try cursor.isEmpty ? 0 : ZendeskCursor.place(cursor, name, named: "page[after]")
            paging = .cursor(place: place, size: size)
        } else {
            guard page * size <= 10_000 else { throw .invalidAttribute("page", "must not lead beyond 10000 records") }
            paging = .offset(page: page, size: size)
        }
    }

    /// Answers the page.
    ///
    /// - Parameters:
    ///   - all: All records that there are.
    ///   - isListed: Whether a record belongs to the list.
    ///   - shape: A record's shape.
    /// - Returns: The answer.
    func json<Record>(
        of all: [Record],
        where isListed: (Record) -> Bool,
        shape: (Record) -> JSONValue
    ) -> JSONValue {
        switch paging {
        case .cursor(let place, let size):
            var indices: [Int] = []
            var next = min(place, all.count)
            while next < all.count {
                if isListed(all[next]) {
                    if indices.count == size { break }
                    indices.append(next)
                }
                next += 1
            }
            return page(indices.map { shape(all[$0]) }, size, next: next < all.count ? next : nil)
        case .offset(let page, let size):
            let found = all.indices.filter { isListed(all[$0]) }
            let records = found.dropFirst((page - 1) * size).prefix(size).map { shape(all[$0]) }
            return self.page(records, count: found.count, page, size)
        }
    }

    private func page(_ records: [JSONValue], _ size: Int, next: Int?) -> JSONValue {
        let cursor = next.map { ZendeskCursor.text(name, $0) }
        return [
            name: .array(records),
            "meta": [
                "has_more": .bool(cursor != nil), "after_cursor": cursor.map(JSONValue.string) ?? .null,
                "before_cursor": .null,
            ],
            "links": [
                "next": cursor.map { link(["page[after]": $0, "page[size]": "\(size)"]) } ?? .null, "prev": .null,
            ],
        ]
    }

    private func page(_ records: [JSONValue], count: Int, _ page: Int, _ size: Int) -> JSONValue {
        let hasNext = page * size < count
        return [
            name: .array(records), "count": .integer(Int64(count)),
            "next_page": hasNext ? link(["page": "\(page + 1)", "per_page": "\(size)"]) : .null,
            "previous_page": page > 1 ? link(["page": "\(page - 1)", "per_page": "\(size)"]) : .null,
        ]
    }

    /// The address of another page of the same query.
    private func link(_ changes: [String: String]) -> JSONValue {
        let given = (query.object ?? [:]).compactMapValues(\.string)
        let items = given.merging(changes) { $1 }.sorted { $0.key < $1.key }
        let text = items.map { "\(PercentEncoding.encode($0.key))=\(PercentEncoding.encode($0.value))" }
        return .string("\(url)?\(text.joined(separator: "&"))")
    }
}
