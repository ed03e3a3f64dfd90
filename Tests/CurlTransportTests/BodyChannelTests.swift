import SwitchboardCore
import Testing

@testable import CurlTransport

struct BodyChannelTests {
    private let channel = BodyChannel(capacity: 10)
    private let failure = Failure(.network, effect: .unknown, "broken")
    private let answer = CurlTransfer.Answer(head: ResponseHead(), body: [])

    private func offer(_ count: Int) -> Bool {
        [UInt8](repeating: 1, count: count).withUnsafeBytes { channel.offer($0) }
    }

    private func next() async -> (count: Int, wasPaused: Bool)? {
        guard case .bytes(let bytes, let wasPaused) = await channel.next() else { return nil }
        return (bytes.count, wasPaused)
    }

    @Test func takesNoMoreThanFits() async throws {
        #expect(offer(9))
        #expect(offer(5))
        #expect(!offer(1))
        let first = try #require(await next())
        #expect(first.count == 14)
        #expect(first.wasPaused)
        #expect(offer(1))
        let second = try #require(await next())
        #expect(second.count == 1)
        #expect(!second.wasPaused)
    }

    @Test func wakesWhoeverWaits() async throws {
        async let waiting = next()
        await Task.yield()
        #expect(offer(3))
        #expect(await waiting?.count == 3)
    }

    @Test func handsOutTheRestBeforeSuccess() async {
        #expect(offer(3))
        channel.finish(.success(answer))
        #expect(await next()?.count == 3)
        guard case .finished(.success) = await channel.next() else {
            Issue.record("the stream did not end")
            return
        }
    }

    @Test func failureOvertakesTheRest() async {
        #expect(offer(3))
        channel.finish(.failure(failure))
        channel.finish(.success(answer))
        guard case .finished(.failure(let received)) = await channel.next() else {
            Issue.record("the failure waited")
            return
        }
        #expect(received == failure)
    }
}
