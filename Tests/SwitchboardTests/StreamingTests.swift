import Foundation
import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

/// Streamed bodies, through a provider of the test's own.
struct StreamingTests {
    private func tools(_ transport: some Transport) throws -> CommunicationTools {
        try CommunicationTools(
            configuration: .parse(
                "routes: { default: { first: [well, spring] } }\nproviders: { spring: { type: well } }",
                file: nil,
                providers: [Well.self]
            ),
            providers: [Well.self],
            transport: transport,
            audit: RecordingAuditLog(),
            time: ManualTime().source
        )
    }

    @Test func streamsABody() async throws {
        let tools = try tools(ScriptedTransport([.respond(503), .respond(200, body: "water")]))
        #expect(try await tools.perform(Draw()).get().text == "water")
    }

    @Test func leavesTheSinkAloneWhereTheAnswerIsNoSuccess() async throws {
        let tools = try tools(ScriptedTransport([.respond(404, body: "dry")]))
        #expect(await tools.perform(Draw(), .init(provider: "well")).failure?.kind == .notFound)
    }

    @Test func neverStartsAgainOnceBytesHaveArrived() async throws {
        let transport = Leak()
        let failure = try await tools(transport).perform(Draw()).failure
        #expect(failure?.kind == .network)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(transport.count.withLock(\.self) == 1)
    }
}

/// Bodies that go to a file, through the same provider.
struct FileTests {
    private let folder = NSTemporaryDirectory() + "switchboard-\(TimeSource.system.makeActionID())"
    private var path: String { "\(folder)/water" }

    private func fill(_ script: ScriptedTransport.Step..., at path: String? = nil) async throws -> Outcome<Fill.Receipt>
    {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let tools = try CommunicationTools(
            configuration: .parse("", file: nil, providers: [Well.self]),
            providers: [Well.self],
            transport: ScriptedTransport(script),
            audit: RecordingAuditLog(),
            time: ManualTime().source
        )
        return await tools.perform(Fill(path: path ?? self.path))
    }

    private var files: [String: String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return Dictionary(
            uniqueKeysWithValues: names.map {
                ($0, (try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) ?? "")
            }
        )
    }

    @Test func appearWhenTheyAreWholeAndForTheirOwnerOnly() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try await fill(.respond(200, body: "old")).get()
        _ = try await fill(.respond(200, body: "water")).get()
        #expect(files == ["water": "water"])
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func leaveNothingBehindWhereTheProviderFails() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try await fill(.respond(200, body: "old")).get()
        #expect(try await fill(.respond(404)).failure?.kind == .notFound)
        #expect(files == ["water": "old"])
    }

    @Test(arguments: ["/nowhere/at/all", "", "zero\0byte"])
    func areRefusedByFieldWhereTheyCannotBe(path: String) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let failure = try await fill(.respond(200), at: path).failure
        #expect((failure?.kind, failure?.field) == (.invalidInput, "path"))
    }

    @Test func areRefusedWhereAFolderIs() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let failure = try await fill(.respond(200), at: folder).failure
        #expect((failure?.kind, failure?.field) == (.invalidInput, "path"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
}

private struct Fill: Action {
    static let name = "water.fill"
    static let summary = "Fills a file."
    static let fields: [Field] = [.required(CodingKeys.path, .string, audit: .never, "where")]
    static let isRead = true

    var path: String
    var people: [Person] { [] }

    enum CodingKeys: String, CodingKey {
        case path
    }

    struct Receipt: ActionReceipt {}
}

private struct Draw: Action {
    static let name = "water.draw"
    static let summary = "Draws water."
    static let fields: [Field] = []
    static let isRead = true

    var people: [Person] { [] }

    struct Receipt: ActionReceipt {
        var text: String
    }
}

private struct Well: Provider {
    static let name = "well"
    static let displayName = "Well"
    static let settings: [Setting] = []
    static let actions = ActionTable<Self>(handles(draw), handles(fill))
    let base: BaseURL

    init(settings: ProviderSettings) throws(Failure) {
        base = try settings.baseURL(default: "https://well.example.com")
    }

    var rateLimit: RateLimit { RateLimit(100, per: .seconds(1)) }

    func authorize(_ request: inout WireRequest) {}

    func draw(_ action: Draw, using client: ProviderClient) async throws(Failure) -> Draw.Receipt {
        let bucket = Bucket()
        _ = try await client.send(WireRequest(.get, "/water", at: base, .safe), into: bucket)
        return Draw.Receipt(text: String(decoding: bucket.bytes.withLock(\.self), as: UTF8.self))
    }
}

extension Well {
    fileprivate func fill(_ action: Fill, using client: ProviderClient) async throws(Failure) -> Fill.Receipt {
        try await client.withFile(at: action.path) { (file: any ByteSink) async throws(Failure) -> Void in
            _ = try await client.send(WireRequest(.get, "/water", at: base, .safe), into: file)
        }
        return Fill.Receipt()
    }
}

private final class Bucket: ByteSink {
    let bytes = Mutex<[UInt8]>([])

    func write(_ bytes: [UInt8]) async throws(Failure) {
        self.bytes.withLock { $0 += bytes }
    }
}

/// Gives some bytes and breaks.
private final class Leak: Transport {
    let count = Mutex(0)

    func send(_ request: WireRequest, deadline: ContinuousClock.Instant) async throws(Failure) -> WireResponse {
        throw .cancelledBeforeSending
    }

    func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse {
        count.withLock { $0 += 1 }
        try await sink.write([1])
        throw Failure(.network, effect: .unknown, "the connection broke")
    }

    func shutdown() async {}
}
