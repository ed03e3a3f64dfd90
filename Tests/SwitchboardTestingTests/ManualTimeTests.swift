import SwitchboardCore
import SwitchboardTesting
import Testing

struct ManualTimeTests {
    @Test func wakesASleeperAtItsInstantAndNotBefore() async throws {
        let time = ManualTime(jumps: false)
        let source = time.source
        let wake = time.now.advanced(by: .seconds(5))
        async let sleeper: Void = source.sleep(wake)
        await time.waitForSleepers(1)
        time.advance(by: .seconds(4))
        #expect(time.elapsed == .seconds(4))
        time.advance(by: .seconds(1))
        try await sleeper
    }

    @Test func endsASleepThatIsCancelled() async {
        let time = ManualTime(jumps: false)
        let source = time.source
        let wake = time.now.advanced(by: .seconds(5))
        let sleeper = Task { try await source.sleep(wake) }
        await time.waitForSleepers(1)
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }
}
