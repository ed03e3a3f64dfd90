import CurlTransport
import HTTPTypes
import LoopbackServers
import SwitchboardCore
import Testing

struct CurlTransportCancellationTests {
    private let transport: CurlTransport

    init() throws {
        // A busy machine may take longer than the usual limits to get to the cancellation.
        transport = try CurlTransport(configuration: .init(connectTimeout: .seconds(60), stallLimit: .seconds(600)))
    }

    private func sending(_ request: WireRequest) -> Task<Result<WireResponse, Failure>, Never> {
        Task { [transport] in
            do throws(Failure) {
                return .success(try await transport.send(request))
            } catch {
                return .failure(error)
            }
        }
    }

    @Test func sendsNothingWhenCancelledBefore() async throws {
        let server = try await LoopbackServer { _ in [.answer()] }
        let request = try server.request()
        let isCancelled = Watched(false)
        let task = Task { [transport] in
            await isCancelled.wait { $0 }
            return await #expect(throws: Failure.self) { try await transport.send(request) }
        }
        task.cancel()
        isCancelled.update { $0 = true }
        #expect(await task.value == .cancelledBeforeSending)
        #expect(server.events.value.connections == 0)
    }

    @Test func closesTheConnectionWhenCancelledWhileWaiting() async throws {
        let server = try await LoopbackServer { _ in [] }
        let task = sending(try server.request())
        await server.events.wait { $0.requests.count == 1 }
        task.cancel()
        guard case .failure(let failure) = await task.value else {
            Issue.record("a cancelled request succeeded")
            return
        }
        #expect(failure.kind == .cancelled)
        #expect(failure.effect == .unknown)
        await server.events.wait { $0.closed == 1 }
    }

    @Test func saysThatNothingWasSentWhenCancelledWhileConnecting() async throws {
        let server = try await LoopbackServer { _ in [] }
        let task = sending(try server.request(at: "https://127.0.0.1"))
        // The client's first message of the handshake, which nobody answers.
        await server.events.wait { $0.bytesReceived > 0 }
        task.cancel()
        #expect(await task.value.failure == .cancelledBeforeSending)
    }

    @Test func answersEachRequestOnceHoweverCancellationFalls() async throws {
        let server = try await LoopbackServer { _ in [.answer()] }
        var succeeded = 0
        for round in 0..<300 {
            let task = sending(try server.request())
            for _ in 0..<(round % 30) { await Task.yield() }
            task.cancel()
            switch await task.value {
            case .success: succeeded += 1
            case .failure(let failure): #expect(failure.kind == .cancelled)
            }
        }
        // Every request that succeeded had arrived, and the transport goes on.
        #expect(server.events.value.requests.count >= succeeded)
        #expect(try await transport.send(try server.request()).status == 200)
    }

    @Test func doesNotDisturbOthersByCancelling() async throws {
        let gate = Watched(false)
        let server = try await LoopbackServer { $0.path == "/held" ? [.wait(gate), .answer()] : [] }
        let held = sending(try server.request(.post, "/held"))
        let others = try (0..<10).map { _ in sending(try server.request(.post, "/never")) }
        await server.events.wait { $0.requests.count == 11 }
        for task in others { task.cancel() }
        await server.events.wait { $0.closed == 10 }
        gate.update { $0 = true }
        #expect(try await held.value.get().status == 200)
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
