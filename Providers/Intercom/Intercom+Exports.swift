import HTTPTypes
import SwitchboardCore

/// `export.*`: the content data export, which tells what was delivered to whom, and not what was said.
extension IntercomProvider {
    /// The only kind of export that Intercom's API has.
    private static let exportKind = "content"

    func startExport(_ action: StartExport, using client: ProviderClient) async throws(Failure) -> ExportReceipt {
        try checkExportKind(action.kind)
        var request = WireRequest(.post, "/export/content/data", at: base, .once)
        try request.setJSON(
            Span(after: action.from.secondsSince1970, before: action.to.secondsSince1970)
        )
        return try await client.send(request, as: Job.self).receipt
    }

    func exportStatus(_ action: GetExportStatus, using client: ProviderClient) async throws(Failure) -> ExportReceipt {
        let request = WireRequest(.get, "/export/content/data/{id}", ["id": action.exportID], at: base, .safe)
        return try await client.send(request, as: Job.self).receipt
    }

    func cancelExport(_ action: CancelExport, using client: ProviderClient) async throws(Failure) -> ExportReceipt {
        let request = WireRequest(.post, "/export/cancel/{id}", ["id": action.exportID], at: base, .idempotent)
        return try await client.send(request, as: Job.self).receipt
    }

    private func checkExportKind(_ kind: String?) throws(Failure) {
        guard let kind, kind != Self.exportKind else { return }
        throw .invalidInput("kind", "is not an export that Intercom has; leave it out or give \(Self.exportKind)")
    }
}

/// The body of `POST /export/content/data`, in seconds.
private struct Span: Encodable {
    var after: Int64
    var before: Int64

    private enum CodingKeys: String, CodingKey {
        case after = "created_at_after"
        case before = "created_at_before"
    }
}

/// An export as Intercom writes it.
private struct Job: Decodable, Sendable {
    let id: IntercomID
    let status: String

    private enum CodingKeys: String, CodingKey {
        case id = "job_identifier"
        case status
    }

    var receipt: ExportReceipt { ExportReceipt(exportID: id.text, status: status) }
}
