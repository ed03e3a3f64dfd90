import Dispatch
import Foundation
import Synchronization

/// A program and what it is called with.
struct Command: CustomStringConvertible {
    var path: String
    var arguments: [String]

    var description: String { ([URL(filePath: path).lastPathComponent] + arguments).joined(separator: " ") }

    /// The same, held to one core.
    func pinned(to core: Int, by taskset: String) -> Command {
        Command(path: taskset, arguments: ["-c", String(core), path] + arguments)
    }
}

/// The programs that this one has started: none of them outlives it.
///
/// They stand in process groups of their own, as Foundation starts them, so ctrl-C reaches only this program.
final class Children: Sendable {
    private let running = Mutex<Set<pid_t>>([])
    private let errors: String

    /// Has none yet.
    ///
    /// - Parameter errors: The file that takes the standard error of a program; the next one begins it anew.
    init(errors: String) {
        self.errors = errors
    }

    /// Runs a program to its end.
    ///
    /// - Returns: What it has printed.
    /// - Throws: ``Complaint`` with its standard error where it cannot be started or fails; the caller names it.
    func output(of command: Command) throws -> String {
        let process = Process()
        let output = Pipe()
        process.standardOutput = output
        // A file and not a second pipe: nobody would empty that while the first is read.
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
        try start(command, process)
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        awaitEnd(of: process)
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let text = try String(contentsOfFile: errors, encoding: .utf8)
            throw Complaint("it \(process.ending)\n\(text)".trimmingCharacters(in: .newlines))
        }
        return String(decoding: printed, as: UTF8.self)
    }

    /// Starts a program.
    func start(_ command: Command, _ process: Process) throws(Complaint) {
        process.executableURL = URL(filePath: command.path)
        process.arguments = command.arguments
        let failure: (any Error)? = running.withLock { running in
            // Held over the start: a signal must find every program that has begun.
            do {
                try process.run()
                running.insert(process.processIdentifier)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw Complaint("it cannot be started: \(failure.localizedDescription)") }
    }

    /// Waits for a program's end.
    func awaitEnd(of process: Process) {
        process.waitUntilExit()
        running.withLock { _ = $0.remove(process.processIdentifier) }
    }

    /// Ends all of them at once when somebody ends this program.
    ///
    /// - Parameter cleanUp: What is left to do after that.
    /// - Returns: What watches; it does so for as long as it is held.
    func endWithThisProcess(_ cleanUp: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
        let end = { @Sendable [self] (signal: Int32) in
            // The lock is never given back, so that nobody reports the killed program as one that failed.
            running.withLock { running in
                for child in running { kill(child, SIGKILL) }
                cleanUp()
                exit(128 + signal)
            }
        }
        return [SIGINT, SIGTERM, SIGHUP]
            .map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { end(number) }
                source.activate()
                return source
            }
    }
}

extension Process {
    /// How it has ended.
    var ending: String {
        terminationReason == .exit
            ? "ended with status \(terminationStatus)" : "was ended by signal \(terminationStatus)"
    }
}
