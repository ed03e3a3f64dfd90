import HTTPTypes
import SwitchboardCore

/// `contact.get`: a profile by its distinct id (https://developer.mixpanel.com/reference/engage-query).
extension MixpanelProvider {
    func getContact(_ action: GetContact, using client: ProviderClient) async throws(Failure) -> GetContact.Receipt {
        let id = try distinctID(of: action.person)
        let query = try credentials.readingQuery()
        var request = WireRequest(.post, "/api/query/engage", query: query, at: hosts.query, .safe)
        request.attemptTimeout = .seconds(30)
        request.headers[.contentType] = "application/x-www-form-urlencoded"
        request.body = Array("distinct_id=\(id.percentEncoded)".utf8)
        let answer = try await client.send(request, as: ProfileList.self)
        guard let profile = answer.results.first else {
            throw Failure(.notFound, effect: .refused, "Mixpanel has no profile with the id given")
        }
        return GetContact.Receipt(contact: contact(from: profile, id: id))
    }

    private func contact(from profile: ProfileList.Profile, id: String) -> Contact {
        var properties = profile.properties
        let names = ["$first_name", "$last_name"].compactMap { profile.properties[$0]?.string }
        return Contact(
            id: profile.distinctID?.identifier ?? id,
            userID: identifiesByEmail ? properties.take("user_id", \.identifier) : profile.distinctID?.identifier ?? id,
            email: properties.take("$email", \.string),
            name: properties.take("$name", \.string) ?? (names.isEmpty ? nil : names.joined(separator: " ")),
            phone: properties.take("$phone", \.identifier),
            tags: properties.take(tagProperty, \.tags) ?? [],
            createdAt: properties.take("$created", \.profileTime),
            lastSeenAt: properties.take("$last_seen", \.profileTime)
        )
        .with(attributes: properties)
    }
}

extension Contact {
    /// The same contact with what is left over once all else was taken out.
    fileprivate func with(attributes: [String: JSONValue]) -> Contact {
        var contact = self
        contact.attributes = attributes
        return contact
    }
}

extension JSONValue {
    /// A list of texts or numbers, or one text; `nil` where any element is something else.
    fileprivate var tags: [String]? {
        guard let array else { return string.map { [$0] } }
        let tags = array.compactMap(\.identifier)
        return tags.count == array.count ? tags : nil
    }

    /// Mixpanel writes times of profiles without a zone; they are taken for UTC.
    fileprivate var profileTime: Timestamp? { string.flatMap { Timestamp($0) ?? Timestamp("\($0)Z") } }
}

/// The answer of `POST /api/query/engage`.
private struct ProfileList: Decodable, Sendable {
    struct Profile: Decodable, Sendable {
        /// Text, although the description says that it is a number.
        let distinctID: JSONValue?
        let properties: [String: JSONValue]

        private enum CodingKeys: String, CodingKey {
            case distinctID = "$distinct_id"
            case properties = "$properties"
        }
    }

    let results: [Profile]
}
