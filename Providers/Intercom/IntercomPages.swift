import SwitchboardCore

/// Which page of a search is wanted.
struct IntercomPagination: Encodable {
    /// How many a page, up to 150.
    var count: Int

    /// Where the page before ended.
    var cursor: String?

    private enum CodingKeys: String, CodingKey {
        case count = "per_page"
        case cursor = "starting_after"
    }
}

/// Where the next page begins, as lists say it: an object, null, or not at all.
struct IntercomPages: Decodable {
    private let next: JSONValue?

    /// Where the next page begins.
    var nextCursor: String? { next?["starting_after"]?.identifier }
}
