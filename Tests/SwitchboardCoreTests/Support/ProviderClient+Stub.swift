import SwitchboardCore

extension ProviderClient {
    /// A client without a hub behind it: every exchange is answered with an empty 200.
    static func stub(time: TimeSource = .system, deadline: Duration = .seconds(120)) -> ProviderClient {
        ProviderClient(
            actionID: ActionID(high: 0, low: 0),
            through: StubVisit(time: time, deadline: time.now().advanced(by: deadline))
        )
    }
}

private final class StubVisit: ProviderVisit {
    let time: TimeSource
    let deadline: ContinuousClock.Instant
    let hasWritten = false

    init(time: TimeSource, deadline: ContinuousClock.Instant) {
        self.time = time
        self.deadline = deadline
    }

    func exchange(
        _ request: WireRequest,
        into sink: (any ByteSink)?,
        check: ProviderClient.Check
    ) async throws(Failure) -> WireResponse {
        WireResponse(status: 200)
    }

    func makeFile(at path: String) throws(Failure) -> any DownloadFile {
        throw .invalidInput("path", "is not to be written here")
    }

    func progressed(done: Int, failed: Int) {}

    func settled(done: Int, failed: Int) {}

    func recallIdentity(of person: Person) async -> ProviderIdentity? { nil }

    func remember(_ identity: ProviderIdentity, of person: Person) async {}

    func forgetIdentities(of person: Person) async {}
}
