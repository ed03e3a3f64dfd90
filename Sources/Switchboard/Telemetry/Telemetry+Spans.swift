import FoundationEssentials
import HTTPTypes
import SwitchboardCore
import Tracing

extension Telemetry {
    /// Runs an action in a span.
    func inSpan<A: Action>(
        _ type: A.Type,
        id: ActionID,
        _ work: () async -> Outcome<A.Receipt>
    ) async -> Outcome<A.Receipt> {
        guard let tracer else { return await work() }
        let span: any Span = tracer.startSpan(A.name, ofKind: .internal, at: time.spanInstant)
        defer { span.end(at: time.spanInstant) }
        span.updateAttributes {
            $0[SpanKey.action] = A.name
            $0[SpanKey.auditID] = id.description
        }
        let outcome = await ServiceContext.withValue(span.context) { await work() }
        span.updateAttributes { $0[SpanKey.provider] = outcome.provider }
        span.note(outcome.failure)
        return outcome
    }

    /// Runs an attempt in a span, with the names of OpenTelemetry's conventions for HTTP clients.
    ///
    /// - Parameters:
    ///   - number: Which attempt of the exchange it is, from 1.
    ///   - request: What is sent; neither its address nor its headers and body are told.
    ///   - provider: The provider instance.
    ///   - work: The attempt.
    /// - Returns: What the attempt returns.
    /// - Throws: What the attempt throws.
    func attempt(
        _ number: Int,
        of request: WireRequest,
        at provider: String,
        _ work: () async throws(Failure) -> WireResponse
    ) async throws(Failure) -> WireResponse {
        guard let tracer else { return try await work() }
        let span: any Span = tracer.startSpan(request.name, ofKind: .client, at: time.spanInstant)
        defer { span.end(at: time.spanInstant) }
        span.updateAttributes { attributes in
            request.describe(in: &attributes)
            attributes[SpanKey.provider] = provider
            if number > 1 { attributes[SpanKey.resendCount] = number - 1 }
        }
        let result: Result<WireResponse, Failure> = await ServiceContext.withValue(span.context) {
            // A failure that left this closure would be recorded with a provider's words.
            do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
        }
        span.note(result)
        return try result.get()
    }
}

extension Span {
    fileprivate func note(_ result: Result<WireResponse, Failure>) {
        switch result {
        case .success(let response):
            updateAttributes { $0[SpanKey.status] = response.status }
        case .failure(let failure):
            updateAttributes { $0[SpanKey.status] = failure.status }
            note(failure)
        }
    }

    /// Marks the span as failed, with the failure's kind and effect: its message may quote a caller, or a provider.
    fileprivate func note(_ failure: Failure?) {
        guard let failure else { return }
        updateAttributes {
            $0[SpanKey.errorType] = failure.kind.rawValue
            $0[SpanKey.effect] = failure.effect.rawValue
        }
        setStatus(SpanStatus(code: .error, message: "\(failure.kind.rawValue), effect \(failure.effect.rawValue)"))
    }
}

extension WireRequest {
    /// Tells what every request with this name has in common, and no more.
    fileprivate func describe(in attributes: inout SpanAttributes) {
        attributes[SpanKey.method] = method.rawValue
        if name.hasPrefix(method.rawValue + " ") {
            attributes[SpanKey.template] = String(name.dropFirst(method.rawValue.count + 1))
        }
        guard let server = URL(string: url), let host = server.host() else { return }
        attributes[SpanKey.serverAddress] = host
        attributes[SpanKey.serverPort] = server.port ?? (server.scheme == "https" ? 443 : 80)
    }
}

extension TimeSource {
    /// The present, as tracers take it.
    fileprivate var spanInstant: DefaultTracerClock.Timestamp {
        DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: UInt64(max(0, wallClock().microsecondsSince1970)) &* 1000)
    }
}
