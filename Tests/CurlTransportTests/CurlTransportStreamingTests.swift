import CurlTransport
import HTTPTypes
import LoopbackServers
import SwitchboardCore
import Testing

struct CurlTransportStreamingTests {
    private let transport: CurlTransport

    init() throws {
        transport = try CurlTransport(configuration: .init(maximumResponseBytes: 100_000))
    }

    private func pouring(_ count: Int) async throws -> LoopbackServer {
        try await LoopbackServer { _ in [.text("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n"), .pour(count)] }
    }

    @Test func holdsLittleHoweverSlowTheSink() async throws {
        let count = 64 * 1024 * 1024
        let server = try await pouring(count)
        let other = try await LoopbackServer { _ in [.answer()] }
        let request = try other.request()
        // While the first pieces wait, others' requests go back and forth: time enough for any amount to pile up.
        let sink = CollectingSink { [transport] order throws(Failure) in
            guard order < 4 else { return }
            for _ in 0..<200 { _ = try await transport.send(request) }
        }
        let response = try await transport.send(try server.request(.get, "/", .safe), into: sink, deadline: .soon)
        #expect(response.status == 200)
        #expect(response.body == [])
        #expect(sink.total == count)
        let largest = sink.sizes.value.max() ?? 0
        #expect(largest >= 1_048_576)
        #expect(largest < 1_048_576 + 65_536)
    }

    @Test func unpacksAStream() async throws {
        let packed = Gzip.pack(repetitions: 100_000)
        let server = try await LoopbackServer { _ in
            let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
            return [.text(head), .send(packed)]
        }
        let sink = CollectingSink { _ throws(Failure) in await Task.yield() }
        _ = try await transport.send(try server.request(.get, "/", .safe), into: sink, deadline: .soon)
        #expect(sink.total == 25_800_001)
        #expect((sink.sizes.value.max() ?? 0) < 1_048_576 + 131_072)
    }

    @Test func givesBackTheBodyOfAnError() async throws {
        let server = try await LoopbackServer { _ in [.answer("404 Not Found", "no such export")] }
        let sink = CollectingSink()
        let response = try await transport.send(try server.request(.get, "/", .safe), into: sink, deadline: .soon)
        #expect(response.status == 404)
        #expect(response.body == Array("no such export".utf8))
        #expect(sink.sizes.value.isEmpty)
    }

    @Test func limitsTheBodyOfAnError() async throws {
        let server = try await LoopbackServer { _ in [.text("HTTP/1.1 500 Oh\r\n\r\n"), .pour(200_000), .close] }
        let failure = await #expect(throws: Failure.self) {
            try await transport.send(try server.request(), into: CollectingSink(), deadline: .soon)
        }
        #expect(failure?.kind == .malformedResponse)
    }

    @Test func streamsNothingOfAnEmptyBody() async throws {
        let server = try await LoopbackServer { _ in [.text("HTTP/1.1 204 No Content\r\n\r\n")] }
        let sink = CollectingSink()
        let response = try await transport.send(try server.request(), into: sink, deadline: .soon)
        #expect(response.status == 204)
        #expect(sink.sizes.value.isEmpty)
    }

    @Test func rethrowsWhatTheSinkThrows() async throws {
        let server = try await pouring(64 * 1024 * 1024)
        let full = Failure(.rejected, effect: .refused, "the disk is full")
        let sink = CollectingSink { _ throws(Failure) in throw full }
        let failure = await #expect(throws: Failure.self) {
            try await transport.send(try server.request(.get, "/", .safe), into: sink, deadline: .soon)
        }
        #expect(failure == full)
        #expect(sink.sizes.value.count == 1)
        await server.events.wait { $0.closed == 1 }
    }

    @Test func endsAStreamThatBreaks() async throws {
        let server = try await LoopbackServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n"), .pour(5000), .close]
        }
        let failure = await #expect(throws: Failure.self) {
            try await transport.send(try server.request(), into: CollectingSink(), deadline: .soon)
        }
        #expect(failure?.kind == .network)
        #expect(failure?.effect == .unknown)
    }

    @Test func endsAStreamAtItsDeadline() async throws {
        let server = try await LoopbackServer { _ in [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")] }
        let deadline = TimeSource.system.now() + .milliseconds(500)
        let failure = await #expect(throws: Failure.self) {
            try await transport.send(try server.request(), into: CollectingSink(), deadline: deadline)
        }
        #expect(failure?.kind == .timeout)
        #expect(failure?.effect == .unknown)
    }

    @Test func cancelsInTheMiddleOfAStream() async throws {
        let server = try await pouring(64 * 1024 * 1024)
        let request = try server.request(.get, "/", .safe)
        let isStuck = Watched(false)
        let release = Watched(false)
        let slow = CollectingSink { _ throws(Failure) in
            isStuck.update { $0 = true }
            await release.wait { $0 }
        }
        let task = Task { [transport] in
            await Result(awaiting: { () throws(Failure) in
                try await transport.send(request, into: slow, deadline: .soon)
            })
        }
        await isStuck.wait { $0 }
        task.cancel()
        // The connection closes while the sink is still busy.
        await server.events.wait { $0.closed == 1 }
        release.update { $0 = true }
        let failure = await task.value.failure
        #expect(failure?.kind == .cancelled)
        #expect(failure?.effect == .unknown)
        #expect(slow.sizes.value.count == 1)
    }
}
