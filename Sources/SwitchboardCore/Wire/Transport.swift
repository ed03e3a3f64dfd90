/// Sends one HTTP request at a time for whoever asks; concurrent calls are independent.
///
/// A thrown ``Failure`` has effect `none` when not one byte of the request was sent, else `unknown`: the transport is
/// the only one to know. It never repeats, follows or classifies anything.
public protocol Transport: Sendable {
    /// Sends a request and returns the whole response; at most 8 MB, also after decompression.
    ///
    /// Cancelling the task removes the transfer at once.
    ///
    /// - Parameters:
    ///   - request: The request, with its credentials.
    ///   - deadline: When the attempt ends, whatever its state.
    /// - Returns: The response, whatever its status.
    /// - Throws: What kept it from coming.
    func send(_ request: WireRequest, deadline: ContinuousClock.Instant) async throws(Failure) -> WireResponse

    /// Sends a request and streams the body of a 2xx response into a sink, with flat memory.
    ///
    /// The body of any other status comes back in the response, as with ``send(_:deadline:)``, and the sink sees
    /// nothing. The sink is called from the caller's task; while it is busy the connection is paused.
    func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse

    /// Lets what is in flight end, then refuses further requests.
    func shutdown() async
}

/// Where a streamed body goes.
public protocol ByteSink: Sendable {
    /// Takes the next bytes of the body, in order; the next call waits for this one.
    func write(_ bytes: [UInt8]) async throws(Failure)
}
