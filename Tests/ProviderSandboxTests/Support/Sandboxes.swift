import ProviderSandbox
import SwitchboardCore
import Synchronization
import Testing

/// Runs a sandbox and hands over a client of it.
func withSandbox<R: Sendable>(
    faults: SandboxFaults = SandboxFaults(),
    time: TimeSource = .system,
    _ body: (SandboxClient) async throws -> R
) async throws -> R {
    try await ProviderSandbox.withServer(faults: faults, time: time) { address in
        try await body(SandboxClient(address: address))
    }
}

extension SandboxClient {
    /// Creates a user and returns the id.
    func makeUser(email: String = "ada@example.com", externalID: String? = nil) async throws -> String {
        var body: [String: JSONValue] = ["email": .string(email)]
        body["external_id"] = externalID.map(JSONValue.string)
        let answer = try await intercom("POST", "/contacts", .object(body))
        return try #require(answer.json?["id"]?.string)
    }

    /// Creates a tag and returns the id.
    func makeTag(_ name: String) async throws -> String {
        try #require(try await intercom("POST", "/tags", ["name": .string(name)]).json?["id"]?.string)
    }

    /// Orders a fault, which must be accepted.
    func order(_ fault: JSONValue) async throws {
        #expect(try await control("POST", "/_faults", fault).status == 200)
    }

    /// One of the lists that a provider holds.
    func held(_ name: String, by provider: String = "intercom") async throws -> [JSONValue] {
        try #require(try await control("GET", "/_state").json?[provider]?[name]?.array)
    }

    /// The log's entries, newest last.
    func log() async throws -> [JSONValue] {
        try #require(try await control("GET", "/_log").json?.array)
    }
}

/// A clock that stands still until it is advanced, remembers how long it was asked to sleep, and does not sleep.
final class StandingTime: Sendable {
    private let start = TimeSource.system.now()
    private let slept = Mutex<[Duration]>([])
    private let seconds = Mutex<Int64>(1_700_000_000)

    /// All sleeps so far.
    var sleeps: [Duration] { slept.withLock { $0 } }

    /// Moves the calendar clock.
    func advance(bySeconds count: Int64) { seconds.withLock { $0 += count } }

    /// The source to hand in; its calendar clock stands at 1,700,000,000 seconds since 1970 (2023-11-14, 22:13:20 UTC).
    var source: TimeSource {
        TimeSource(
            now: { self.start },
            wallClock: { Timestamp(secondsSince1970: self.seconds.withLock { $0 }) },
            sleep: { until in self.slept.withLock { $0.append(self.start.duration(to: until)) } },
            random: TimeSource.system.random
        )
    }
}
