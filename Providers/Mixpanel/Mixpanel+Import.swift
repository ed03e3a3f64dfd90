import HTTPTypes
import SwitchboardCore

/// `event.track` and `event.track_batch`: `POST /import`, which checks every event and knows repetitions by their
/// `$insert_id` and time, both of which were fixed when the event was made.
extension MixpanelProvider {
    /// How many requests of a batch are on their way at once.
    private static let requestsAtOnce = 4

    /// What is compressed: below, gzip's own frame eats what it saves.
    private static let compressedFrom = 1024

    func trackEvent(_ action: TrackEvent, using client: ProviderClient) async throws(Failure) -> TrackEvent.Receipt {
        let (id, text) = try importText(of: action, now: client.now())
        let request = importRequest([UInt8(ascii: "[")] + text.bytes + [UInt8(ascii: "]")])
        _ = try await client.send(request) { (response: WireResponse) throws(Failure) in
            let answer = try response.decode(ImportAnswer.self, answering: request)
            if let failure = answer.failures(of: [action.eventID])[0] { throw failure }
        }
        return TrackEvent.Receipt(eventName: action.name, user: id)
    }

    func trackEvents(
        _ action: TrackEventBatch,
        using client: ProviderClient
    ) async throws(Failure) -> TrackEventBatch.Receipt {
        let events = action.events
        var receipt = TrackEventBatch.Receipt(count: events.count)
        let now = client.now()
        let chunks = ImportChunks(events) { event throws(Failure) in try importText(of: event, now: now).text }
        await client.each(chunks, limit: Self.requestsAtOnce) { chunk in
            await send(chunk, using: client)
        } collect: { results in
            for result in results {
                enter(result, of: events, into: &receipt)
                if case .failure(let failure) = result.answer, failure.endsBatch { chunks.end(with: failure) }
            }
            client.progressed(by: results.lazy.flatMap(\.indices).map { receipt[$0] })
        }
        for (index, failure) in chunks.refused { receipt[index] = .failure(failure) }
        if let failure = chunks.failure {
            receipt.set(chunks.position..<events.count, .failure(failure.beforeSending))
        }
        return receipt
    }

    /// The body of one event, and the distinct id in it.
    private func importText(of event: TrackEvent, now: Timestamp) throws(Failure) -> (id: String, text: JSONText) {
        let id = try distinctID(of: event.person)
        try MixpanelEventRules.check(event, now: now)
        let text = JSONText(event, distinctID: id)
        guard text.bytes.count < MixpanelEventRules.eventBytes else {
            throw .invalidInput(
                "properties",
                "make an event of \(text.bytes.count) bytes; Mixpanel takes less than 1 MB"
            )
        }
        return (id, text)
    }

    private func importRequest(_ body: [UInt8]) -> WireRequest {
        let query = [("strict", "1")] + (credentials.importing?.query ?? [])
        var request = WireRequest(.post, "/import", query: query, at: hosts.ingestion, .keyed)
        request.headers[.contentType] = "application/json"
        if body.count < Self.compressedFrom {
            request.body = body
        } else {
            request.body = Gzip.compress(body)
            request.headers[.contentEncoding] = "gzip"
        }
        return request
    }

    /// What became of a chunk, or of the parts of one that was too large.
    private func send(_ chunk: ImportChunk, using client: ProviderClient) async -> [ImportResult] {
        var request = importRequest(chunk.body)
        request.attemptTimeout = .seconds(30)
        do throws(Failure) {
            return [ImportResult(chunk, .success(try await client.send(request, as: ImportAnswer.self)))]
        } catch {
            guard error.status == 413, let (first, second) = chunk.halves() else {
                return [ImportResult(chunk, .failure(error))]
            }
            let results = await send(first, using: client)
            if let failure = results.lazy.compactMap(\.failure).first(where: \.endsBatch) {
                return results + [ImportResult(second, .failure(failure.beforeSending))]
            }
            return results + (await send(second, using: client))
        }
    }

    private func enter(_ result: ImportResult, of events: [TrackEvent], into receipt: inout TrackEventBatch.Receipt) {
        let failures = result.failures(of: events)
        for (position, index) in result.indices.enumerated() {
            if let failure = failures[position] ?? result.failure {
                receipt[index] = .failure(credentials.hidden(in: failure))
            } else {
                let event = events[index]
                // Every event of a chunk has a distinct id.
                let user = (try? distinctID(of: event.person)) ?? ""
                receipt[index] = .success(TrackEvent.Receipt(eventName: event.name, user: user))
            }
        }
    }
}

extension JSONText {
    /// Writes an event as `/import` takes it.
    fileprivate init(_ event: TrackEvent, distinctID: String) {
        self.init()
        object {
            $0.member("event", event.name)
            $0.name("properties")
            $0.object {
                $0.member("time", event.at.mixpanelTime)
                $0.member("distinct_id", distinctID)
                $0.member("$insert_id", event.eventID)
                for (name, value) in event.properties.sorted(by: { $0.key < $1.key }) {
                    $0.name(name)
                    $0.value(value)
                }
            }
        }
    }
}

extension Timestamp {
    /// Seconds where that says it all, else milliseconds, which Mixpanel tells apart by their size; what lies before
    /// March 1973 would be taken for seconds, and is cut to them.
    fileprivate var mixpanelTime: Int64 {
        let milliseconds = microsecondsSince1970 / 1000
        return milliseconds % 1000 == 0 || milliseconds < 100_000_000_000 ? secondsSince1970 : milliseconds
    }
}

extension Failure {
    /// Whether the rest of a batch would fare no better: a 429 has been tried again already by then.
    fileprivate var endsBatch: Bool {
        switch kind {
        case .authenticationFailed, .permissionDenied, .circuitOpen, .rateLimited, .cancelled: true
        default: false
        }
    }

    /// The same failure for what it kept from being sent.
    fileprivate var beforeSending: Failure {
        var failure = self
        failure.effect = .none
        return failure
    }
}
