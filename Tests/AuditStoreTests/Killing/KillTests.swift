import Foundation
import SwitchboardCore
import Testing

@testable import AuditStore

/// Real processes write real logs and are killed, or are many at a time; `scripts/kill-loop` does much more of it.
struct KillTests {
    /// After so many cycles a new log begins, since every check looks at all of it.
    private static let cyclesOfOneLog = 10

    /// What is asked for in the environment, for more than the ordinary run.
    private static func wanted(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment["SWITCHBOARD_KILL_\(name)"].flatMap { Int($0) }
    }

    @Test func whatACallerWasToldOfOutlivesTheProcess() async throws {
        let cycles = Self.wanted("CYCLES") ?? 50
        let seed = Self.wanted("SEED").map { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
        var numbers = SeededNumbers(seed: seed)
        var log = try KilledLog()
        var (entries, open, changes) = (0, 0, 0)
        for cycle in 0..<cycles {
            if cycle > 0, cycle.isMultiple(of: Self.cyclesOfOneLog) { log = try KilledLog() }
            let killing = Killing(inMonth: cycle % Self.cyclesOfOneLog, &numbers)
            let (folder, before) = (log.test.path, log.told.count)
            let saying = try await onOwnThread { try killing.play(in: folder).map(\.lines) }
            let failures = saying.flatMap { log.take($0) }
            #expect(failures == [], "cycle \(cycle) of seed \(seed): \(killing)")
            entries += log.told.count - before
            changes += try log.isInTheMiddleOfAMonthChange() ? 1 : 0
            // Now and then the next process finds what nobody has looked at.
            guard numbers.below(3) > 0 || (cycle + 1).isMultiple(of: Self.cyclesOfOneLog) else { continue }
            let problems = try await log.problems()
            #expect(problems == [], "cycle \(cycle) of seed \(seed): \(killing)")
            open += try await log.test.reader().openActions().count
            if !failures.isEmpty || !problems.isEmpty { return }
        }
        print(
            """
            kill loop: seed \(seed), \(cycles) cycles, \(changes) of them in the middle of a month change; \(entries) \
            entries told of, none lost; \(open) actions open at the checks
            """
        )
    }

    @Test func twoProcessesWriteWhileAThirdReads() async throws {
        let log = try KilledLog()
        let seconds = Self.wanted("TOGETHER")
        let limit = seconds == nil ? ["actions=150"] : []
        let folder = log.test.path
        // The log must be there before anybody reads it.
        await (try log.test.open()).shutdown()
        let saying = try await onOwnThread {
            // They come to the end of the month while they write.
            let write = ["folder=\(folder)", "at=2026-11-30T23:59:59.8Z", "callers=4"] + limit
            let writers = try [WriterProcess(write), WriterProcess(write)]
            let reader = try WriterProcess(["role=read", "folder=\(folder)"])
            if let seconds {
                let end = ContinuousClock.now.advanced(by: .seconds(seconds))
                while ContinuousClock.now < end { for writer in writers { writer.readNext() } }
            } else {
                for writer in writers { writer.read { $0.lines.last == "performed" } }
            }
            for writer in writers { writer.endInput() }
            let ends = writers.map { $0.wait() }
            reader.endInput()
            #expect(ends + [reader.wait()] == [0, 0, 0])
            return [writers[0].lines, writers[1].lines, reader.lines]
        }
        #expect(saying[0...1].flatMap { log.take($0) } == [])
        let counts = try log.counts()
        let acknowledged = saying[0...1].joined().count { $0.hasPrefix("intent ") || $0.hasPrefix("outcome ") }
        #expect(counts == ["start": 2, "intent": acknowledged / 2, "outcome": acknowledged / 2])
        #expect(saying[2].filter { !$0.hasPrefix("listed ") } == [])
        #expect(saying[2].last == "listed \(acknowledged + 2)")
        #expect(try await log.problems() == [])
        print("together: \(acknowledged) entries of two processes, \(saying[2].count) whole listings by a third")
    }
}
