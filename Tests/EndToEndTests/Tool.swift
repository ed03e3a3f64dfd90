import Foundation
import ProviderSandbox
import Subprocess
import SwitchboardCore
import SystemPackage

/// The built command line tool with a folder and an environment of its own.
struct Tool {
    static let token = "tool-token-0123456789"

    /// What one run printed.
    struct Run {
        var status: Int32
        var output: String
        var errors: String

        var json: JSONValue { (try? JSONValue(parsing: Array(output.utf8))) ?? .null }
    }

    let folder: String
    private let program: URL
    private let environment: [String: String]

    /// Finds the tool beside the tests; without a sandbox it has no credentials either.
    init(sandbox: SandboxAddress?) throws {
        folder = NSTemporaryDirectory() + "switchboard-\(TimeSource.system.makeActionID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        program = Bundle.main.bundleURL.appendingPathComponent("switchboard")
        var environment = ["PATH": "/usr/bin:/bin"]
        if let sandbox {
            environment["INTERCOM_BASE_URL"] = sandbox.intercom
            environment["INTERCOM_ACCESS_TOKEN"] = Self.token
            environment["INTERCOM_ADMIN_ID"] = "991267583"
        }
        self.environment = environment
    }

    func removeFolder() {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Performs an action with the log in the tool's folder.
    func perform(
        _ action: String,
        _ argument: String,
        _ options: String...,
        input: Data = Data(),
        variables: [String: String] = [:]
    ) async throws -> Run {
        try await run(["perform", action, argument, "--audit", "audit"] + options, input: input, variables: variables)
    }

    /// Runs the tool with these arguments alone.
    func run(_ arguments: [String]) async throws -> Run {
        try await run(arguments, input: Data(), variables: [:])
    }

    /// Runs the tool on the log in its folder, at a terminal.
    ///
    /// - Returns: What the terminal showed.
    func run(onTerminal arguments: [String], variables: [String: String]) async throws -> String {
        let terminal = try Terminal()
        _ = try await run(
            withLog(arguments),
            input: Data(),
            variables: variables,
            output: terminal.end,
            errors: terminal.end
        )
        return terminal.shown()
    }

    /// Runs the tool on the log in its folder, at a terminal.
    func run(onTerminal arguments: String..., variables: [String: String]) async throws -> String {
        try await run(onTerminal: arguments, variables: variables)
    }

    /// Runs a script of bash in the tool's folder; `switchboard` is the tool, and so is `$SWITCHBOARD`.
    func bash(
        _ script: String,
        _ arguments: [String],
        variables: [String: String] = [:]
    ) async throws -> Run {
        let path = "\(program.deletingLastPathComponent().path):/usr/bin:/bin"
        return try await run(
            ["-c", script, "bash"] + arguments,
            input: Data(),
            variables: variables.merging(["PATH": path, "SWITCHBOARD": program.path]) { $1 },
            program: URL(fileURLWithPath: "/bin/bash")
        )
    }

    /// Runs the tool on the log in its folder.
    func run(_ arguments: String..., variables: [String: String] = [:]) async throws -> Run {
        try await run(arguments, variables: variables)
    }

    /// Runs the tool on the log in its folder.
    func run(_ arguments: [String], variables: [String: String]) async throws -> Run {
        try await run(withLog(arguments), input: Data(), variables: variables)
    }

    private func withLog(_ arguments: [String]) -> [String] {
        let commands = ["audit", "perform", "campaign", "workflow", "explain", "plan", "identity"]
        let takesLog = commands.contains(arguments.first ?? "")
        return arguments + (takesLog ? ["--audit", "audit"] : [])
    }

    /// Runs the tool where what it prints is lost, as on a full disk.
    func run(ontoFullDisk arguments: [String]) async throws -> Run {
        let disk = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
        return try await run(withLog(arguments), input: Data(), variables: [:], output: disk)
    }

    /// Writes the configuration file that the tool finds by itself.
    func configure(_ text: String) throws {
        let place = URL(fileURLWithPath: "\(folder)/config")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: place.appendingPathComponent("switchboard.yaml"))
    }

    /// Runs the tool with nobody to read what it prints.
    func run(intoClosedPipe arguments: String...) async throws -> Run {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        return try await run(arguments, input: Data(), variables: [:], output: pipe.fileHandleForWriting)
    }

    /// All bytes of all files below the folder.
    func everyFile() throws -> Data {
        let files = FileManager.default.enumerator(atPath: folder)
        return (files?.compactMap { $0 as? String } ?? [])
            .reduce(into: Data()) { all, name in
                all.append(FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data())
            }
    }

    /// Runs the tool with these arguments alone, and something to read.
    func run(_ arguments: [String], input: Data) async throws -> Run {
        try await run(arguments, input: input, variables: [:])
    }

    private func run(
        _ arguments: [String],
        input: Data,
        variables: [String: String],
        output: FileHandle? = nil,
        errors: FileHandle? = nil,
        program: URL? = nil
    ) async throws -> Run {
        let names = ["in", "out", "err"].map { "\(folder)/.\($0)-\(TimeSource.system.makeActionID())" }
        try input.write(to: URL(fileURLWithPath: names[0]))
        for name in names.dropFirst() { try Data().write(to: URL(fileURLWithPath: name)) }
        defer { for name in names { try? FileManager.default.removeItem(atPath: name) } }
        let input = try FileHandle(forReadingFrom: URL(fileURLWithPath: names[0]))
        let output = try output ?? FileHandle(forWritingTo: URL(fileURLWithPath: names[1]))
        let errors = try errors ?? FileHandle(forWritingTo: URL(fileURLWithPath: names[2]))
        // Not Foundation's Process: it crashes where some 1,360 descriptors are open, as in tests side by side.
        let result = try await Subprocess.run(
            .path(FilePath((program ?? self.program).path)),
            arguments: Arguments(arguments),
            environment: .custom(environment.merging(variables) { $1 }.map { Array("\($0)=\($1)\0".utf8) }),
            workingDirectory: FilePath(folder),
            input: .fileDescriptor(FileDescriptor(rawValue: input.fileDescriptor), closeAfterSpawningProcess: false),
            output: .fileDescriptor(FileDescriptor(rawValue: output.fileDescriptor), closeAfterSpawningProcess: false),
            error: .fileDescriptor(FileDescriptor(rawValue: errors.fileDescriptor), closeAfterSpawningProcess: false)
        )
        let read = { (name: String) in
            String(decoding: FileManager.default.contents(atPath: name) ?? Data(), as: UTF8.self)
        }
        return Run(status: result.terminationStatus.code, output: read(names[1]), errors: read(names[2]))
    }
}

extension TerminationStatus {
    /// What the process ended with: its own code, or the number of the signal that ended it.
    fileprivate var code: Int32 {
        switch self {
        case .exited(let code), .signaled(let code): code
        }
    }
}

extension Data {
    /// Whether some bytes stand in it, one after the other.
    func contains(_ bytes: [UInt8]) -> Bool { range(of: Data(bytes)) != nil }
}
