import Foundation
import Glibc
import SwitchboardCore

/// One cycle of the kill loop: which processes write, and when they die.
///
/// All of it follows from the numbers drawn.
struct Killing {
    /// When the processes are killed.
    enum Moment {
        /// While the log is being opened, so many turns of the scheduler after it began.
        case opening(turns: Int)
        /// As soon as so many entries are durable.
        case acknowledged(Int)
        /// As soon as a file appears in the folder.
        case file(String)
        /// While the log is being closed, so many turns of the scheduler after it began.
        case closing(turns: Int)
    }

    private let moment: Moment
    private let processes: Int
    private let callers: Int
    private let start: String

    /// Draws a cycle that takes place in a month, or goes on from there into the next.
    init(inMonth month: Int, _ numbers: inout SeededNumbers) {
        let name = Self.name(ofMonth: month)
        processes = numbers.below(4) == 0 ? 2 : 1
        callers = 1 + numbers.below(8)
        var isChange = false
        switch numbers.below(10) {
        case 0: moment = .opening(turns: numbers.below(400))
        case 1: moment = .closing(turns: numbers.below(100))
        case 2, 3:
            isChange = true
            let next = Self.name(ofMonth: month + 1)
            moment = .file(numbers.pick([".new-\(next).sqlite", "\(next).sqlite", "\(next).sqlite-wal"]))
        default:
            isChange = numbers.below(4) == 0
            moment = .acknowledged(numbers.below(120))
        }
        // The clock goes on by a thousandth of a second with each look at it.
        let second = numbers.below(100)
        start =
            isChange
            ? "\(Self.lastDay(ofMonth: month))T23:59:59.9\(second / 10)\(second % 10)Z"
            : "\(name)-01T00:00:\(10 + second / 2)Z"
    }

    /// Plays it: every process has ended on return.
    func play(in folder: String) throws -> [WriterProcess] {
        let arguments = ["folder=\(folder)", "at=\(start)", "callers=\(callers)"]
        let writers = try (0..<processes).map { _ in try WriterProcess(arguments) }
        wait(for: writers, in: folder)
        for writer in writers { writer.kill() }
        return writers
    }

    private func wait(for writers: [WriterProcess], in folder: String) {
        switch moment {
        case .opening(let turns):
            for writer in writers { writer.read { $0.lines.contains("opening") } }
            pass(turns)
        case .acknowledged(let count):
            writers[0].read { $0.acknowledged >= count }
        case .file(let name):
            // The clock gets there within some hundred entries.
            writers[0].look { _ in access("\(folder)/\(name)", F_OK) == 0 }
        case .closing(let turns):
            for writer in writers { writer.read { $0.acknowledged >= 20 } }
            for writer in writers { writer.endInput() }
            writers[0].read { $0.lines.contains("closing") }
            pass(turns)
        }
    }

    private func pass(_ turns: Int) {
        for _ in 0..<turns { sched_yield() }
    }

    private static func name(ofMonth month: Int) -> String {
        let number = month % 12 + 1
        return "\(2026 + month / 12)-\(number < 10 ? "0" : "")\(number)"
    }

    private static func lastDay(ofMonth month: Int) -> String {
        let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return "\(name(ofMonth: month))-\(days[month % 12])"
    }
}
