import CurlTransport
import HTTPTypes
import LoopbackServers
import SwitchboardCore
import Testing

extension LoopbackServer {
    /// A request to this server; plain unless a scheme and a host are given.
    func request(
        _ method: HTTPRequest.Method = .post,
        _ path: String = "/path",
        _ repeatability: Repeatability = .once,
        body: String = "",
        at origin: String = "http://127.0.0.1"
    ) throws -> WireRequest {
        let base = try #require(BaseURL("\(origin):\(port)"))
        var request = WireRequest(method, path, at: base, repeatability)
        request.body = Array(body.utf8)
        return request
    }
}

extension CurlTransport {
    /// Sends with a deadline that no test reaches.
    func send(_ request: WireRequest) async throws(Failure) -> WireResponse {
        try await send(request, deadline: .soon)
    }

    /// Sends what must fail, and returns the failure.
    func failure(
        of request: WireRequest,
        deadline: ContinuousClock.Instant = .soon,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Failure {
        try #require(
            await #expect(throws: Failure.self, sourceLocation: sourceLocation) {
                try await send(request, deadline: deadline)
            }
        )
    }
}

extension CurlTransport.Configuration {
    /// For handshakes on a machine that is busy with other tests.
    static func patient(caBundle: String? = nil) -> Self {
        .init(caBundle: caBundle, connectTimeout: .seconds(60), idleLimit: .seconds(600))
    }
}

extension ContinuousClock.Instant {
    /// Two minutes from now: longer than a busy machine takes.
    static var soon: Self { TimeSource.system.now() + .seconds(120) }
}

/// Gathers a streamed body, and does something at each piece.
final class CollectingSink: ByteSink {
    let sizes = Watched<[Int]>([])
    private let atEachPiece: @Sendable (Int) async throws(Failure) -> Void

    init(atEachPiece: @escaping @Sendable (Int) async throws(Failure) -> Void = { _ throws(Failure) in }) {
        self.atEachPiece = atEachPiece
    }

    func write(_ bytes: [UInt8]) async throws(Failure) {
        let order = sizes.update {
            $0.append(bytes.count)
            return $0.count
        }
        try await atEachPiece(order)
    }

    var total: Int { sizes.value.reduce(0, +) }
}
