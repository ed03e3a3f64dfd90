import HTTPTypes
import SwitchboardCore

/// `suppression.list`, `suppression.add` and `suppression.remove`
/// (https://www.twilio.com/docs/sendgrid/api-reference/suppressions-suppressions).
extension SendGridProvider {
    /// How many suppressions SendGrid gives at a time.
    private static let pageSize = 500

    /// How many pages one call lists.
    private static let pageLimit = 20

    func listSuppressions(
        _ action: ListSuppressions,
        using client: ProviderClient
    ) async throws(Failure) -> ListSuppressions.Receipt {
        if action.kind == .group {
            let request = WireRequest(.get, action.groupPath, action.parameters, at: base, .safe)
            let emails = try await client.send(request, as: [String].self)
            return ListSuppressions.Receipt(suppressions: emails.map { Suppression(email: $0) }.only(action.email))
        }
        var rows: [Row] = []
        for page in 0..<Self.pageLimit {
            let found = try await client.send(listRequest(action, page: page), as: [Row].self)
            rows += found
            if found.count < Self.pageSize { return receipt(of: rows, action) }
        }
        // A full last page does not tell whether it is the last.
        let next = try await client.send(listRequest(action, page: Self.pageLimit, limit: 1), as: [Row].self)
        return receipt(of: rows, action, isTruncated: !next.isEmpty)
    }

    func addSuppression(
        _ action: AddSuppression,
        using client: ProviderClient
    ) async throws(Failure) -> AddSuppression.Receipt {
        let path =
            switch action.kind {
            case .unsubscribes: "/v3/asm/suppressions/global"
            case .group: action.groupPath
            case .bounces, .blocks, .spamReports, .invalidEmails:
                throw .invalidInput("kind", "is one that SendGrid alone adds to; give unsubscribes or group")
            }
        if action.kind == .group { try await checkGroup(of: action, using: client) }
        var request = WireRequest(.post, path, action.parameters, at: base, .idempotent)
        try request.setJSON(["recipient_emails": [action.email]])
        _ = try await client.send(request)
        return AddSuppression.Receipt(email: action.email)
    }

    func removeSuppression(
        _ action: RemoveSuppression,
        using client: ProviderClient
    ) async throws(Failure) -> RemoveSuppression.Receipt {
        let path =
            switch action.kind {
            case .unsubscribes: "/v3/asm/suppressions/global/{email}"
            case .group: "\(action.groupPath)/{email}"
            case .bounces, .blocks, .spamReports, .invalidEmails: "/v3/suppression/\(action.kind.rawValue)/{email}"
            }
        let parameters = action.parameters.merging(["email": action.email]) { $1 }
        do throws(Failure) {
            _ = try await client.send(WireRequest(.delete, path, parameters, at: base, .idempotent))
        } catch {
            // An address that is not there, or no longer since a lost first attempt; a group that is not is another matter.
            guard error.kind == .notFound, action.kind != .group else { throw error }
        }
        return RemoveSuppression.Receipt(email: action.email)
    }

    /// Asks for the group first: an address that is added to one that does not exist lands on the global list.
    private func checkGroup(of action: AddSuppression, using client: ProviderClient) async throws(Failure) {
        _ = try await client.send(WireRequest(.get, "/v3/asm/groups/{group_id}", action.parameters, at: base, .safe))
    }

    private func listRequest(_ action: ListSuppressions, page: Int, limit: Int = pageSize) -> WireRequest {
        var query = [
            (name: "limit", value: String(limit)), (name: "offset", value: String(page * Self.pageSize)),
        ]
        if let email = action.email { query.append((name: "email", value: email)) }
        return WireRequest(.get, "/v3/suppression/\(action.kind.rawValue)", query: query, at: base, .safe)
    }

    private func receipt(
        of rows: [Row],
        _ action: ListSuppressions,
        isTruncated: Bool = false
    ) -> ListSuppressions.Receipt {
        ListSuppressions.Receipt(
            suppressions: rows.map(\.suppression).only(action.email),
            isTruncated: isTruncated
        )
    }
}

extension SuppressionAction {
    fileprivate var groupPath: String { "/v3/asm/groups/{group_id}/suppressions" }

    fileprivate var parameters: [String: String] {
        groupID.map { ["group_id": String($0)] } ?? [:]
    }
}

extension [Suppression] {
    /// Those of one address: SendGrid's own filter also finds addresses that only begin with it.
    fileprivate func only(_ email: String?) -> [Suppression] {
        guard let email = email?.lowercased() else { return self }
        return filter { $0.email.lowercased() == email }
    }
}

private struct Row: Decodable {
    var email: String
    var created: Int64?
    var reason: String?
    var status: String?

    var suppression: Suppression {
        Suppression(
            email: email,
            createdAt: created.map { Timestamp(secondsSince1970: $0) },
            reason: reason,
            status: status
        )
    }
}
