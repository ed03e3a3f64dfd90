import Foundation
import Switchboard
import SwitchboardCore
import Synchronization

/// Performs an action for each line of standard input, and prints each outcome as a line.
///
/// One process and one set of tools serve all lines, so a changed configuration or a switch takes effect between two of
/// them, and breakers and limits know what came before.
final class LinePerformance: Sendable {
    private let action: String
    private let options: CallOptions
    private let jobs: Int
    private let tools: CommunicationTools
    private let state = Mutex<(hasFailed: Bool, lost: LostOutput?)>((false, nil))

    /// Prepares the work.
    ///
    /// - Parameters:
    ///   - action: The action's name.
    ///   - options: The options of every call.
    ///   - jobs: How many calls may be under way at a time.
    ///   - tools: What performs them.
    init(_ action: String, _ options: CallOptions, jobs: Int, with tools: CommunicationTools) {
        self.action = action
        self.options = options
        self.jobs = jobs
        self.tools = tools
    }

    /// Goes on until the input ends, the task is cancelled or nobody can be told any more; what has begun is ended.
    ///
    /// - Returns: Whether every line succeeded.
    /// - Throws: Where an outcome could not be printed; the audit log has it.
    func run() async throws(LostOutput) -> Bool {
        await withTaskGroup(of: Void.self) { group in
            var underWay = 0
            var number = 0
            for await line in InputLines() {
                number += 1
                if Task.isCancelled || state.withLock({ $0.lost != nil }) { break }
                guard !line.isEmpty else { continue }
                if underWay == jobs { await group.next() } else { underWay += 1 }
                // Of its own, so that a cancellation does not reach what has begun.
                group.addTask { [number] in await Task { await self.perform(line, number) }.value }
            }
        }
        let (hasFailed, lost) = state.withLock { $0 }
        if let lost { throw lost }
        return !hasFailed
    }

    private func perform(_ line: Data, _ number: Int) async {
        let outcome =
            line.count <= StandardInput.limit
            ? await tools.perform(named: action, json: line, options)
            : NamedOutcome(failure: .invalidInput("", "is larger than 64 MB; split it"))
        var json = outcome.json.object ?? [:]
        json["line"] = .integer(Int64(number))
        state.withLock { state in
            if outcome.failure != nil { state.hasFailed = true }
            do throws(LostOutput) {
                try Output.json(.object(json), isPretty: false)
            } catch {
                state.lost = error
            }
        }
    }
}
