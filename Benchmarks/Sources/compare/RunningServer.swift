import Foundation

/// The server while both sides call it.
struct RunningServer {
    /// Its address, without a slash at the end.
    let address: String
    private let process = Process()
    private let children: Children

    /// Starts it, and waits until it says at which port it listens.
    ///
    /// - Throws: ``Complaint`` where it ends before that.
    init(_ command: Command, _ children: Children) throws {
        let output = Pipe()
        process.standardOutput = output
        self.children = children
        try children.start(command, process)
        // It writes the line at once; nothing comes of a program that has ended.
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = UInt16(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            kill(process.processIdentifier, SIGKILL)
            children.awaitEnd(of: process)
            throw Complaint("it did not say at which port it listens")
        }
        address = "http://127.0.0.1:\(port)"
    }

    /// What is to be said where it has ended by itself; nil while it runs.
    var obituary: String? { process.isRunning ? nil : "the server \(process.ending); then " }

    /// Ends it; it holds nothing that is worth saving.
    func end() {
        kill(process.processIdentifier, SIGKILL)
        children.awaitEnd(of: process)
    }
}
