import ServiceLifecycle
import ServiceLifecycleTestKit
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct EventBufferTests {
    @Test func sendsWhenTheOldestIsOldEnough() async throws {
        let shelf = try Shelf(count: 100, age: .seconds(10))
        try shelf.track(1)
        await shelf.time.waitForSleepers(1)
        shelf.time.advance(by: .seconds(4))
        try shelf.track(2)
        shelf.time.advance(by: .milliseconds(5999))
        #expect(shelf.drum.batches.isEmpty)
        shelf.time.advance(by: .milliseconds(1))
        await shelf.drum.waitForBatches(1)
        #expect(shelf.drum.batches == [["1", "2"]])
        await shelf.buffer.shutdown()
        #expect(shelf.undelivered.isEmpty)
    }

    @Test func sendsWhenThereAreEnough() async throws {
        let shelf = try Shelf(count: 3, age: .seconds(3600))
        for number in 1...3 { try shelf.track(number) }
        await shelf.drum.waitForBatches(1)
        #expect(shelf.drum.batches == [["1", "2", "3"]])
        #expect(shelf.time.elapsed == .zero)
    }

    @Test func wakesUpWhenThereAreEnough() async throws {
        let shelf = try Shelf(count: 3, age: .seconds(3600))
        try shelf.track(1)
        await shelf.time.waitForSleepers(1)
        try shelf.track(2)
        try shelf.track(3)
        await shelf.drum.waitForBatches(1)
        #expect(shelf.drum.batches == [["1", "2", "3"]])
    }

    @Test func beginsAnewForTheNextEvent() async throws {
        let shelf = try Shelf(count: 1, age: .seconds(3600))
        for number in 1...3 {
            try shelf.track(number)
            await shelf.drum.waitForBatches(number)
        }
        await shelf.buffer.shutdown()
        #expect(shelf.drum.batches.flatMap(\.self) == ["1", "2", "3"])
    }

    @Test func gathersWhatComesWhileItSends() async throws {
        let shelf = try Shelf(count: 1, age: .seconds(3600), isHeld: true)
        try shelf.track(1)
        await shelf.drum.waitForBatches(1)
        for number in 2...4 { try shelf.track(number) }
        shelf.drum.release()
        await shelf.drum.waitForBatches(2)
        #expect(shelf.drum.batches == [["1"], ["2", "3", "4"]])
        await shelf.buffer.shutdown()
    }

    @Test func refusesWhatDoesNotFit() async throws {
        let shelf = try Shelf(count: 2, age: .seconds(3600), capacity: 3, isHeld: true)
        try shelf.track(1)
        try shelf.track(2)
        await shelf.drum.waitForBatches(1)
        try shelf.track(3)
        let failure = #expect(throws: Failure.self) { try shelf.track(4) }
        #expect(failure?.kind == .rateLimited)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(failure?.message.contains("holds 3 events") == true)
        shelf.drum.release()
        await shelf.buffer.shutdown()
        #expect(shelf.drum.batches == [["1", "2"], ["3"]])
    }

    @Test func handsOverEveryEventOfABatchThatFailed() async throws {
        let shelf = try Shelf(count: 2, age: .seconds(3600), failure: .whole)
        try shelf.track(1)
        try shelf.track(2)
        await shelf.buffer.shutdown()
        #expect(shelf.undelivered.map(\.event.name) == ["1", "2"])
        #expect(shelf.undelivered.map(\.failure.kind) == [.permissionDenied, .permissionDenied])
        #expect(Set(shelf.undelivered.map(\.auditID)) == Set(shelf.audit.intents.map(\.id)))
        #expect(shelf.drum.batches.count == 1, "nothing is sent again")
    }

    @Test func handsOverTheEventsThatFailed() async throws {
        let shelf = try Shelf(count: 3, age: .seconds(3600), failure: .second)
        try shelf.track(1)
        try shelf.buffer.track(TrackEvent(person: Person(userID: "u"), name: "", time: shelf.time.source))
        try shelf.track(3)
        await shelf.buffer.shutdown()
        #expect(shelf.undelivered.map(\.event.name) == ["", "3"])
        #expect(shelf.undelivered.map(\.failure.kind) == [.invalidInput, .rejected])
        #expect(shelf.audit.items.count == 2)
    }

    @Test func handsOverAnEventOfWhichNothingIsSaid() async throws {
        let shelf = try Shelf(count: 3, age: .seconds(3600), failure: .silentOnSecond)
        for number in 1...3 { try shelf.track(number) }
        await shelf.buffer.shutdown()
        #expect(shelf.undelivered.map(\.event.name) == ["2"])
        #expect(shelf.undelivered.map(\.failure.effect) == [Failure.Effect.none])
    }

    @Test(.timeLimit(.minutes(1))) func endsFromWithinItsHandler() async throws {
        let shelf = try Shelf(count: 1, age: .seconds(3600), failure: .whole, endsInHandler: true)
        try shelf.track(1)
        await shelf.buffer.shutdown()
        #expect(shelf.undelivered.map(\.event.name) == ["1"])
        #expect(throws: Failure.self) { try shelf.track(2) }
    }

    @Test func holdsAtLeastOneEvent() async throws {
        let shelf = try Shelf(count: 1, age: .seconds(3600))
        var options = EventBuffer.Options()
        options.count = 0
        options.capacity = -1
        let buffer = EventBuffer(tools: shelf.tools, options: options) { _ in }
        try buffer.track(TrackEvent(person: Person(userID: "u"), name: "1", time: shelf.time.source))
        await shelf.drum.waitForBatches(1)
        #expect(shelf.drum.batches == [["1"]])
        await buffer.shutdown()
    }

    @Test func sendsTheRestAtShutdown() async throws {
        let shelf = try Shelf(count: 100, age: .seconds(3600))
        try shelf.track(1)
        await shelf.time.waitForSleepers(1)
        await shelf.buffer.shutdown()
        await shelf.buffer.shutdown()
        #expect(shelf.drum.batches == [["1"]])
        #expect(shelf.time.elapsed == .zero)
        let failure = #expect(throws: Failure.self) { try shelf.track(2) }
        #expect(failure?.kind == .cancelled)
        #expect(failure?.effect == Failure.Effect.none)
    }

    @Test func endsAtOnceWhereItIsEmpty() async throws {
        let shelf = try Shelf(count: 100, age: .seconds(3600))
        await shelf.buffer.shutdown()
        #expect(shelf.drum.batches.isEmpty)
    }

    @Test func waitsForWhatIsOnItsWay() async throws {
        let shelf = try Shelf(count: 1, age: .seconds(3600), failure: .whole, isHeld: true)
        try shelf.track(1)
        await shelf.drum.waitForBatches(1)
        try shelf.track(2)
        async let end: Void = shelf.buffer.shutdown()
        // Once new events are refused the shutdown waits for the two.
        var isRefused = false
        for number in 3..<10_000 where !isRefused {
            do { try shelf.track(number) } catch { isRefused = error.kind == .cancelled }
            await Task.yield()
        }
        #expect(isRefused)
        #expect(shelf.undelivered.isEmpty)
        shelf.drum.release()
        await end
        #expect(shelf.undelivered.map(\.event.name).prefix(2) == ["1", "2"])
    }

    @Test func handsOverWhatComesAfterTheToolsHaveEnded() async throws {
        let shelf = try Shelf(count: 100, age: .seconds(3600))
        try shelf.track(1)
        await shelf.tools.shutdown()
        await shelf.buffer.shutdown()
        #expect(shelf.undelivered.map(\.failure.kind) == [.cancelled])
    }

    @Test func aServiceEndsWithItsGroup() async throws {
        let shelf = try Shelf(count: 100, age: .seconds(3600))
        try shelf.track(1)
        try await testGracefulShutdown { trigger in
            async let run: Void = shelf.buffer.run()
            trigger.triggerGracefulShutdown()
            try await run
        }
        #expect(shelf.drum.batches == [["1"]])
    }

    @Test func aServiceThatIsCancelledStillSends() async throws {
        let shelf = try Shelf(count: 100, age: .seconds(3600))
        try shelf.track(1)
        let run = Task { try await shelf.buffer.run() }
        run.cancel()
        try await run.value
        #expect(shelf.drum.batches == [["1"]])
        #expect(shelf.undelivered.isEmpty)
    }
}
