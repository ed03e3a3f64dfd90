/// What stands behind a ``ProviderClient``: one action at one provider instance, as the hub runs it.
///
/// A class, so that handing a client around costs a pointer.
package protocol ProviderVisit: AnyObject, Sendable {
    /// When the action must have ended here.
    var deadline: ContinuousClock.Instant { get }

    /// Clocks and waiting.
    var time: TimeSource { get }

    /// Runs one exchange: attempts, waits and records as the request's repeatability allows.
    ///
    /// - Parameters:
    ///   - request: The request, without its credentials.
    ///   - sink: Where the body of a success is streamed to; `nil` to have it in the response.
    ///   - check: What an answer must satisfy beside its status for the attempt to count as a success.
    /// - Returns: A response that the provider's own reading takes for a success.
    /// - Throws: The failure of the last attempt, with the strongest effect of all of them.
    func exchange(
        _ request: WireRequest,
        into sink: (any ByteSink)?,
        check: ProviderClient.Check
    ) async throws(Failure) -> WireResponse

    /// Makes the file that a download goes to.
    func makeFile(at path: String) throws(Failure) -> any DownloadFile

    /// Takes note that some more items of a batch have ended.
    func progressed(done: Int, failed: Int)

    /// Takes note of how all items of a batch have ended.
    func settled(done: Int, failed: Int)

    /// Whether a write that counts has succeeded in this visit, or may have.
    var hasWritten: Bool { get }

    /// Recalls who a person is here; `nil` where nobody knows.
    func recallIdentity(of person: Person) async -> ProviderIdentity?

    /// Remembers who a person is here.
    func remember(_ identity: ProviderIdentity, of person: Person) async

    /// Forgets who a person is here, under each id given.
    func forgetIdentities(of person: Person) async
}

/// A file on its way to being whole.
package protocol DownloadFile: ByteSink {
    /// Makes the bytes durable and gives the file its name.
    func finish() async throws(Failure)

    /// Removes what has been written.
    func discard()
}
