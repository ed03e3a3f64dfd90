import SwitchboardCore

extension ProviderClient {
    /// A client without a hub around it: every exchange ends as the test says.
    static func stub(
        time: TimeSource = .system,
        deadline: Duration = .seconds(120),
        answering answer: Result<WireResponse, Failure> = .success(WireResponse(status: 200))
    ) -> ProviderClient {
        let exchange: Exchange = {
            (_: WireRequest, _: (any ByteSink)?, _: Check) async throws(Failure) -> WireResponse in try answer.get()
        }
        return ProviderClient(
            actionID: ActionID(high: 0, low: 0),
            deadline: time.now().advanced(by: deadline),
            time: time,
            makeFile: { (_: String) throws(Failure) in throw .invalidInput("path", "is not to be written here") },
            exchange: exchange
        )
    }
}
