import Dispatch
package import SwitchboardCore
import Synchronization

/// Keeps what a process says of itself in an audit folder up to date, on a thread of its own.
///
/// Nobody waits for it but ``close()``: while the file is locked, or cannot be written, reports are passed over.
package final class ReportWriter: Sendable {
    /// After how long a report is written although it says nothing new.
    package static let heartbeat: Duration = .seconds(10)

    /// What is to be written when, as a pure state.
    struct Course: Sendable {
        private var lastTried: ContinuousClock.Instant?
        private var written: ProcessReport?
        private var canWrite = true
        private var isBusy = false
        private var isClosed = false

        /// Whether a report is to be written now; ``ended(_:)`` follows then.
        mutating func begins(_ report: ProcessReport, at now: ContinuousClock.Instant) -> Bool {
            guard !isClosed, !isBusy else { return false }
            let isNews = canWrite && written?.essence != report.essence
            guard isNews || lastTried.map({ $0.duration(to: now) >= ReportWriter.heartbeat }) ?? true else {
                return false
            }
            (isBusy, lastTried) = (true, now)
            return true
        }

        /// Takes note of how writing ended.
        ///
        /// - Parameter report: What was written; `nil` where that failed.
        /// - Returns: Whether somebody should be told: the first failure after a success is news.
        mutating func ended(_ report: ProcessReport?) -> Bool {
            let isNews = report == nil && canWrite
            (isBusy, written, canWrite) = (false, report, report != nil)
            return isNews
        }

        /// Ends it.
        ///
        /// - Returns: Whether there may be something to remove.
        mutating func close() -> Bool {
            defer { isClosed = true }
            return !isClosed && lastTried != nil
        }
    }

    private let file: RunningFile
    private let process: ProcessMark
    private let time: TimeSource
    private let onFailure: @Sendable (Failure) -> Void
    private let thread = DispatchQueue(label: "switchboard.audit.running")
    private let course = Mutex(Course())

    /// Creates a writer; nothing is written yet.
    ///
    /// - Parameters:
    ///   - file: Where to.
    ///   - process: Who reports.
    ///   - time: The clocks of the heartbeat.
    ///   - onFailure: Told of the first failure after a success; called on the writer's thread.
    package init(
        to file: RunningFile,
        as process: ProcessMark,
        time: TimeSource = .system,
        onFailure: @escaping @Sendable (Failure) -> Void
    ) {
        self.file = file
        self.process = process
        self.time = time
        self.onFailure = onFailure
    }

    /// Has a report written, where it is news or the last one is old; returns at once.
    package func write(_ report: ProcessReport) {
        let now = time.now()
        guard course.withLock({ $0.begins(report, at: now) }) else { return }
        thread.async { [self] in
            do throws(Failure) {
                try file.write(report, at: time.wallClock())
                _ = course.withLock { $0.ended(report) }
            } catch {
                if course.withLock({ $0.ended(nil) }) { onFailure(error) }
            }
        }
    }

    /// Removes what the process said of itself, and takes no more reports; once is as good as twice.
    package func close() async {
        guard course.withLock({ $0.close() }) else { return }
        // Whatever cannot be removed is gone with the process.
        try? await thread.run("removing what this process said") { [self] in try file.remove(process) }
    }
}
