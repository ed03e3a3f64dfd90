import SwitchboardCore

/// A page of a list that is paged by numbers.
protocol ZendeskPage: Decodable, Sendable {
    associatedtype Element: Sendable

    /// What stands on it.
    var elements: [Element] { get }

    /// How many there are on all pages.
    var count: Int? { get }

    /// The address of the page after it.
    var nextPage: String? { get }
}

/// What was found on some pages.
struct ZendeskFindings<Element: Sendable>: Sendable {
    var elements: [Element] = []
    /// How many there are in all, where Zendesk says so.
    var count: Int?
    /// Where the next ones stand; `nil` at the end.
    var next: Int?
}

extension ZendeskProvider {
    /// How many elements a page may have.
    static let pageSize = 100

    /// Collects a stretch of a list that is paged by numbers.
    ///
    /// - Parameters:
    ///   - type: How a page reads.
    ///   - offset: How many elements to pass over.
    ///   - limit: How many are wanted.
    ///   - ceiling: With more elements in all than this, nothing is collected but their count.
    ///   - client: The way to the network.
    ///   - request: Makes the request for a page, from 1, and a size of pages.
    /// - Returns: What was found.
    /// - Throws: As ``ProviderClient/send(_:as:)``.
    func collect<Page: ZendeskPage>(
        _ type: Page.Type,
        from offset: Int,
        limit: Int,
        ceiling: Int = .max,
        using client: ProviderClient,
        _ request: (_ page: Int, _ size: Int) -> WireRequest
    ) async throws(Failure) -> ZendeskFindings<Page.Element> {
        let size = min(Self.pageSize, limit)
        let first = offset / size + 1
        var findings = ZendeskFindings<Page.Element>()
        try await client.pages(from: first) { (page: Int) async throws(Failure) -> Int? in
            let answer = try await client.send(request(page, size), as: Page.self)
            findings.count = answer.count
            if let count = answer.count, count > ceiling { return nil }
            let rest = answer.elements.dropFirst(page == first ? offset % size : 0)
            let taken = rest.prefix(limit - findings.elements.count)
            findings.elements += taken
            let hasMore = answer.nextPage != nil || taken.count < rest.count
            findings.next = hasMore ? offset + findings.elements.count : nil
            return hasMore && findings.elements.count < limit ? page + 1 : nil
        }
        return findings
    }
}
