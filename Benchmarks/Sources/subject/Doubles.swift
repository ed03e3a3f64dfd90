import HTTPTypes
import SwitchboardCore

/// Answers every request with a note.
struct InstantTransport: Transport {
    private let response = WireResponse(
        status: 200,
        headers: [.contentType: "application/json"],
        body: Array(#"{"type":"note","id":"17495962"}"#.utf8)
    )

    func send(_ request: WireRequest, deadline: ContinuousClock.Instant) async throws(Failure) -> WireResponse {
        response
    }

    func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse { response }

    func shutdown() async {}
}

/// Keeps nothing.
struct ForgetfulLog: AuditLog {
    func begin(_ record: AuditRecord) async throws(Failure) -> [Int64] { [] }
    func record(_ items: [AuditItem], of record: AuditRecord, at provider: String?) async throws(Failure) {}
    func finish(_ record: AuditRecord, _ outcome: AuditOutcome) async throws(Failure) -> [Int64] { [] }
    func record(_ event: AuditEvent) async throws(Failure) {}
    func recordGap(_ reason: String, action: ActionID?) {}
    func shutdown() async {}
}
