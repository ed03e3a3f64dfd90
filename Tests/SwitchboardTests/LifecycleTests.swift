import ServiceLifecycle
import ServiceLifecycleTestKit
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

/// A door that a scripted answer waits behind, so that a test can act while a call is in flight.
private final class Door: Sendable {
    private enum State {
        case closed([CheckedContinuation<Void, Never>])
        case open
    }

    private let arrivals = Mutex<State>(.closed([]))
    private let exits = Mutex<State>(.closed([]))

    /// Answers with a status as soon as the door is opened; throws what the closure throws.
    func step(_ status: Int = 200) -> ScriptedTransport.Step {
        ScriptedTransport.Step { (_: WireRequest) async throws(Failure) -> WireResponse in
            self.open(self.arrivals)
            await self.wait(self.exits)
            if Task.isCancelled { throw Failure(.cancelled, effect: .unknown, "cancelled while it was sent") }
            return WireResponse(status: status)
        }
    }

    /// Waits until a call is in flight.
    func arrival() async { await wait(arrivals) }

    /// Lets the answer come.
    func open() { open(exits) }

    private func open(_ state: borrowing Mutex<State>) {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            defer { state = .open }
            if case .closed(let waiters) = state { return waiters }
            return []
        }
        for waiter in waiters { waiter.resume() }
    }

    private func wait(_ state: borrowing Mutex<State>) async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state -> Bool in
                guard case .closed(let waiters) = state else { return true }
                state = .closed(waiters + [continuation])
                return false
            }
            if isOpen { continuation.resume() }
        }
    }
}

struct LifecycleTests {
    @Test func sendsNothingForATaskThatIsCancelledAlready() async throws {
        let station = try Station([.respond(200)], configuration: Station.both)
        let door = Door()
        let call = Task {
            await door.arrival()
            return await station.tools.perform(Relay("once"))
        }
        call.cancel()
        door.letIn()
        let outcome = await call.value
        #expect(outcome.failure?.kind == .cancelled)
        #expect(outcome.failure?.effect == Failure.Effect.none)
        #expect(station.urls.isEmpty)
        #expect(station.audit.outcomes.map(\.errorKind) == [.cancelled])
    }

    @Test func recordsWhatWasSentBeforeACancellation() async throws {
        let door = Door()
        let station = try Station([door.step()], configuration: Station.both)
        let call = Task { await station.tools.perform(Relay("idempotent")) }
        await door.arrival()
        call.cancel()
        door.open()
        let outcome = await call.value
        #expect(outcome.failure?.kind == .cancelled)
        #expect(outcome.failure?.effect == .unknown)
        #expect(station.hosts == ["pigeon"])
        #expect(station.audit.outcomes.map(\.verdict) == [.unknown])
    }

    @Test func endsAWaitThatIsCancelled() async throws {
        let time = ManualTime(jumps: false)
        let station = try Station(configuration: Station.both, time: time)
        let call = Task { await station.tools.perform(Relay("once")) }
        await time.waitForSleepers(1)
        call.cancel()
        let outcome = await call.value
        #expect(outcome.failure?.kind == .cancelled)
        #expect(outcome.failure?.effect == Failure.Effect.none)
        #expect(station.hosts == ["pigeon"])
    }

    @Test func refusesCallsAfterShutdown() async throws {
        let station = try Station([.respond(200)])
        await station.tools.shutdown()
        await station.tools.shutdown()
        let outcome = await station.tools.perform(Relay("once"))
        #expect(outcome.failure?.kind == .cancelled)
        #expect(outcome.failure?.effect == Failure.Effect.none)
        #expect(station.transport.isShutDown)
        #expect(station.audit.isShutDown)
        #expect(station.urls.isEmpty)
        #expect(station.audit.entries.isEmpty)
    }

    @Test func waitsForWhatIsInFlight() async throws {
        let door = Door()
        let station = try Station([door.step()])
        async let outcome = station.tools.perform(Relay("once"))
        await door.arrival()
        async let end: Void = station.tools.shutdown()
        // The gate closes before the transport: once new calls are refused, the shutdown waits for the first.
        var isRefused = false
        for _ in 0..<10_000 where !isRefused {
            isRefused = await station.tools.perform(Peek()).failure?.kind == .cancelled
            await Task.yield()
        }
        #expect(isRefused)
        #expect(!station.transport.isShutDown)
        #expect(!station.audit.isShutDown)
        door.open()
        #expect(await outcome.isSuccess)
        await end
        #expect(station.transport.isShutDown)
        #expect(station.audit.isShutDown)
        #expect(station.audit.outcomes.contains { $0.reference == "relay-1" })
    }

    @Test func endsAsAServiceOnGracefulShutdown() async throws {
        let station = try Station([.respond(200)])
        try await testGracefulShutdown { trigger in
            async let run: Void = station.tools.run()
            #expect(await station.tools.perform(Relay("once")).isSuccess)
            trigger.triggerGracefulShutdown()
            try await run
        }
        #expect(station.transport.isShutDown)
        #expect(station.audit.isShutDown)
    }

    @Test func endsAsAServiceOnCancellation() async throws {
        let station = try Station()
        let run = Task { try await station.tools.run() }
        run.cancel()
        try await run.value
        #expect(station.transport.isShutDown)
        #expect(station.audit.isShutDown)
    }
}

extension Door {
    /// Lets whoever waits for an arrival go on.
    fileprivate func letIn() { open(arrivals) }
}
