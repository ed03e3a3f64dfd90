import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

struct ProviderClientWorkTests {
    private let time = ManualTime()

    private func client(deadline: Duration = .seconds(120)) -> ProviderClient {
        .stub(time: time.source, deadline: deadline)
    }

    @Test func asksUntilThereIsAnAnswerWithGrowingWaits() async throws {
        var moments: [Duration] = []
        let answer = try await client()
            .poll(after: .seconds(2), atMost: .seconds(4)) { () async throws(Failure) in
                moments.append(time.elapsed)
                return moments.count == 5 ? "done" : nil
            }
        #expect(answer == "done")
        #expect(moments == [0, 2, 5, 9, 13].map { Duration.seconds($0) })
    }

    @Test func beginsNoWaitThatTheDeadlineWouldCut() async throws {
        var questions = 0
        let answer: String? = try await client(deadline: .seconds(4))
            .poll(after: .seconds(2)) {
                () async throws(Failure) in
                questions += 1
                return nil
            }
        #expect(answer == nil)
        #expect(questions == 2)
        #expect(time.elapsed == .seconds(2))
    }

    @Test func passesOnWhatAskingThrows() async {
        let failure = await #expect(throws: Failure.self) {
            let answer: String? = try await client()
                .poll { () async throws(Failure) in
                    throw Failure(.notFound, effect: .refused, "no such job")
                }
            return answer
        }
        #expect(failure?.kind == .notFound)
    }

    @Test func walksFromPageToPage() async throws {
        var seen: [Int] = []
        try await client()
            .pages(from: 1) { (page: Int) async throws(Failure) in
                seen.append(page)
                return page < 4 ? page + 1 : nil
            }
        #expect(seen == [1, 2, 3, 4])
    }

    @Test func refusesAPageThatNamesItself() async {
        let failure = await #expect(throws: Failure.self) {
            try await client().pages(from: 1) { (page: Int) async throws(Failure) in page }
        }
        #expect(failure?.kind == .malformedResponse)
    }

    @Test func walksNoFurtherOnceCancelled() async {
        let task = Task { [client = client()] in
            var pages = 0
            let failure = await #expect(throws: Failure.self) {
                try await client.pages(from: 0) { (page: Int) async throws(Failure) in
                    pages += 1
                    withUnsafeCurrentTask { $0?.cancel() }
                    return page + 1
                }
            }
            return (pages, failure?.kind)
        }
        #expect(await task.value == (1, .cancelled))
    }

    @Test func worksSideBySideUpToTheLimit() async {
        let atOnce = Mutex((now: 0, most: 0))
        var results: [Int] = []
        await client()
            .each(1...20, limit: 3) { number in
                atOnce.withLock {
                    $0.now += 1
                    $0.most = max($0.most, $0.now)
                }
                await Task.yield()
                atOnce.withLock { $0.now -= 1 }
                return number
            } collect: {
                results.append($0)
            }
        #expect(results.sorted() == Array(1...20))
        #expect((1...3).contains(atOnce.withLock(\.most)))
    }

    @Test func drawsElementsOnlyWhenTheirTurnComes() async {
        let drawn = Mutex(0)
        let ahead = Mutex(0)
        let elements = (1...50).lazy
            .map { number in
                drawn.withLock { $0 += 1 }
                return number
            }
        var done = 0
        await client()
            .each(elements, limit: 2) {
                $0
            } collect: { _ in
                let count = drawn.withLock(\.self) - done
                done += 1
                ahead.withLock { $0 = max($0, count) }
            }
        #expect(ahead.withLock(\.self) <= 2)
    }
}
