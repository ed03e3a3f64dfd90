import HTTPTypes
import SwitchboardCore

/// Following a job: Zendesk only queues what it is asked to do to many tickets.
extension ZendeskProvider {
    /// Has one job done and says what became of each of its items: the ticket's id, or why there is none.
    ///
    /// From the moment that the job is queued, whatever keeps us from its end leaves the items' fate unknown.
    func job(
        _ method: HTTPRequest.Method,
        _ path: String,
        of tickets: [ZendeskTicketFields],
        using client: ProviderClient
    ) async -> [Result<String, Failure>] {
        do throws(Failure) {
            var request = WireRequest(method, path, at: base, .once)
            try request.setJSON(["tickets": tickets])
            let queued = try await client.send(request, as: ZendeskJobAnswer.self).job
            let ended = try await end(of: queued, using: client)
            return ended.outcomes(ofItemsWith: tickets.map(\.id))
        } catch {
            return Array(repeating: .failure(error), count: tickets.count)
        }
    }

    private func end(of job: ZendeskJob, using client: ProviderClient) async throws(Failure) -> ZendeskJob {
        if job.hasEnded { return job }
        do throws(Failure) {
            let ended = try await client.poll { () async throws(Failure) -> ZendeskJob? in
                let request = WireRequest(.get, "/api/v2/job_statuses/{id}", ["id": job.id], at: base, .safe)
                let seen = try await client.send(request, as: ZendeskJobAnswer.self).job
                return seen.hasEnded ? seen : nil
            }
            if let ended { return ended }
        } catch {
            throw Failure(error.kind, effect: .unknown, "Zendesk's job \(job.id) was lost sight of: \(error.message)")
        }
        throw Failure(.timeout, effect: .unknown, "Zendesk's job \(job.id) had not ended when the time was up")
    }
}
