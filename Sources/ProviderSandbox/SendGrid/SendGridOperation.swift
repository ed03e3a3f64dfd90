import SwitchboardCore

/// The operations of SendGrid's v3 API that the sandbox plays.
enum SendGridOperation: String, SandboxOperation {
    case sendMail = "POST /v3/mail/send"
    case createBatch = "POST /v3/mail/batch"
    case showBatch = "GET /v3/mail/batch/{batch_id}"
    case createScheduledSend = "POST /v3/user/scheduled_sends"
    case listScheduledSends = "GET /v3/user/scheduled_sends"
    case showScheduledSend = "GET /v3/user/scheduled_sends/{batch_id}"
    case updateScheduledSend = "PATCH /v3/user/scheduled_sends/{batch_id}"
    case deleteScheduledSend = "DELETE /v3/user/scheduled_sends/{batch_id}"
    case listSuppressions = "GET /v3/suppression/{kind}"
    case deleteSuppressions = "DELETE /v3/suppression/{kind}"
    case showSuppression = "GET /v3/suppression/{kind}/{email}"
    case deleteSuppression = "DELETE /v3/suppression/{kind}/{email}"
    case addGlobalSuppressions = "POST /v3/asm/suppressions/global"
    case showGlobalSuppression = "GET /v3/asm/suppressions/global/{email}"
    case deleteGlobalSuppression = "DELETE /v3/asm/suppressions/global/{email}"
    case createGroup = "POST /v3/asm/groups"
    case listGroups = "GET /v3/asm/groups"
    case showGroup = "GET /v3/asm/groups/{group_id}"
    case updateGroup = "PATCH /v3/asm/groups/{group_id}"
    case deleteGroup = "DELETE /v3/asm/groups/{group_id}"
    case addGroupSuppressions = "POST /v3/asm/groups/{group_id}/suppressions"
    case listGroupSuppressions = "GET /v3/asm/groups/{group_id}/suppressions"
    case searchGroupSuppressions = "POST /v3/asm/groups/{group_id}/suppressions/search"
    case deleteGroupSuppression = "DELETE /v3/asm/groups/{group_id}/suppressions/{email}"
    case showGroupsOfAddress = "GET /v3/asm/suppressions/{email}"
    case showStats = "GET /v3/stats"
    case upsertContacts = "PUT /v3/marketing/contacts"
    case deleteContacts = "DELETE /v3/marketing/contacts"
    case showContactJob = "GET /v3/marketing/contacts/imports/{id}"
    case findContactsByEmail = "POST /v3/marketing/contacts/search/emails"
    case findContacts = "POST /v3/marketing/contacts/search/identifiers/{identifier_type}"
    case listScopes = "GET /v3/scopes"

    /// The parameters that its query may have.
    var queryNames: Set<String> {
        switch self {
        case .listSuppressions: ["start_time", "end_time", "limit", "offset", "email"]
        case .listGroups: ["id"]
        case .showStats: ["start_date", "end_date", "aggregated_by", "limit", "offset"]
        case .deleteContacts: ["ids", "delete_all_contacts"]
        default: []
        }
    }

    /// Whether a request has a JSON body.
    var hasBody: Bool {
        switch self {
        case .createBatch: false
        case .deleteSuppressions: true
        default: !rawValue.hasPrefix("GET ") && !rawValue.hasPrefix("DELETE ")
        }
    }
}

/// One call of an operation of SendGrid's.
typealias SendGridCall = SandboxCall<SendGridError>

extension SendGridCall {
    /// The body, where it has a shape.
    ///
    /// - Throws: All problems that it has.
    func checkedBody(_ shape: JSONShape) throws(SendGridError) -> JSONValue {
        let problems = shape.problems(in: body)
        guard problems.isEmpty else { throw SendGridError(problems) }
        return body
    }
}
