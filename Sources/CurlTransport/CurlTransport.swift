public import SwitchboardCore

/// Sends requests with libcurl.
///
/// One thread drives every transfer; a call costs one message to it and one resumption. Connections are kept and used
/// again. A transport that is no longer referenced ends its thread and closes its connections; ``shutdown()`` does so in
/// an orderly way.
public final class CurlTransport: Transport {
    /// How many bytes of a streamed body wait for the sink before the connection is paused.
    static let streamCapacity = 1024 * 1024

    private let mailbox: CurlMailbox
    private let maximumResponseBytes: Int

    /// Creates a transport and starts its thread.
    ///
    /// - Parameters:
    ///   - configuration: Limits, trust and proxy.
    ///   - time: Where the deadlines come from; only its monotonic clock is read.
    /// - Throws: ``Failure/Kind/notConfigured`` when the configuration cannot work, ``Failure/Kind/network`` when the
    ///   process is short of descriptors, threads or memory.
    public init(configuration: Configuration = Configuration(), time: TimeSource = .system) throws(Failure) {
        try configuration.check()
        mailbox = try CurlMailbox()
        maximumResponseBytes = configuration.maximumResponseBytes
        try CurlAgent.launch(configuration, mailbox: mailbox, time: time)
    }

    deinit { mailbox.post(.stop) }

    /// Sends a request and returns the whole response.
    ///
    /// - Parameters:
    ///   - request: The request, with its credentials.
    ///   - deadline: When the attempt ends; the time it waits for the thread counts.
    /// - Returns: The response, whatever its status.
    /// - Throws: A failure whose effect is `none` unless libcurl began to send the request.
    public func send(
        _ request: WireRequest,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse {
        guard !Task.isCancelled else { throw .cancelledBeforeSending }
        let transfer = try CurlTransfer(request, deadline: deadline, maximumBytes: maximumResponseBytes)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.receiver = .continuation(continuation)
                if !mailbox.post(.start(transfer)) { continuation.resume(returning: .failure(.transportShutDown)) }
            }
        } onCancel: {
            mailbox.post(.cancel(transfer))
        }
        return WireResponse(try result.get())
    }

    /// Sends a request and streams the body of a 2xx response into a sink; about 2 MB of it are held at most.
    ///
    /// - Parameters:
    ///   - request: The request, with its credentials.
    ///   - sink: Takes the body, in the caller's task; while it is busy the connection is paused.
    ///   - deadline: When the transfer ends, whatever its state.
    /// - Returns: The response; its body is empty for a 2xx, else whole.
    /// - Throws: What the sink throws, or a failure as with ``send(_:deadline:)``.
    public func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse {
        guard !Task.isCancelled else { throw .cancelledBeforeSending }
        let channel = BodyChannel(capacity: Self.streamCapacity)
        let transfer = try CurlTransfer(request, deadline: deadline, maximumBytes: maximumResponseBytes)
        transfer.receiver = .channel(channel)
        let result = await withTaskCancellationHandler {
            if !mailbox.post(.start(transfer)) { channel.finish(.failure(.transportShutDown)) }
            return await pump(channel, of: transfer, into: sink)
        } onCancel: {
            mailbox.post(.cancel(transfer))
        }
        return WireResponse(try result.get())
    }

    /// Refuses new requests, waits until those in flight have ended, then closes every connection.
    ///
    /// Requests in flight end by their own deadlines at the latest. Further calls wait for the same end.
    public func shutdown() async {
        await withCheckedContinuation { mailbox.drain($0) }
    }

    /// Moves a body from its channel into the sink; a sink that throws ends the transfer.
    private func pump(
        _ channel: BodyChannel,
        of transfer: CurlTransfer,
        into sink: any ByteSink
    ) async -> Result<CurlTransfer.Answer, Failure> {
        while true {
            switch await channel.next() {
            case .finished(let result): return result
            case .bytes(let bytes, let wasPaused):
                if wasPaused { mailbox.post(.unpause(transfer)) }
                do {
                    try await sink.write(bytes)
                } catch {
                    mailbox.post(.cancel(transfer))
                    return .failure(error)
                }
            }
        }
    }
}

extension WireResponse {
    fileprivate init(_ answer: CurlTransfer.Answer) {
        self.init(status: answer.head.status, lines: answer.head.lines, body: answer.body)
    }
}
