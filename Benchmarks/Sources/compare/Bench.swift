import Foundation

/// Where both sides run: the programs, the cores, and the place for databases.
struct Bench {
    let children: Children
    let folder: TemporaryFolder
    let cores: Cores
    let taskset: String?
    /// Where the programs lie.
    let programs: [Program: String]
    /// What every comparison's number of operations is multiplied by.
    let scale: Double

    /// Runs both sides in turn.
    ///
    /// - Parameters:
    ///   - comparison: What is compared.
    ///   - count: How many rounds; each has one run of either side.
    ///   - progress: Called after every round.
    /// - Returns: What they have measured.
    /// - Throws: ``Complaint`` where a side fails, or the server has ended before them.
    func rounds(of comparison: Comparison, count: Int, progress: () -> Void) throws -> [Round] {
        try withServer(comparison.server) { server in
            var rounds: [Round] = []
            while rounds.count < count {
                let reference = try run(comparison.reference, of: comparison, server)
                rounds.append(Round(reference: reference, subject: try run(comparison.subject, of: comparison, server)))
                progress()
            }
            return rounds
        }
    }

    private func run(_ side: Side, of comparison: Comparison, _ server: RunningServer?) throws -> Sample {
        try folder.withFolder { folder in
            var marks = ["{folder}": folder]
            marks["{server}"] = server?.address
            let operations = max(1, Int(Double(comparison.operations) * scale))
            let command = command(side.program, side.arguments(operations: operations, marks: marks))
            do {
                let output = try children.output(of: pinned(command, as: .client))
                return try Sample(output, wanting: comparison.measures.map(\.figure))
            } catch let complaint as Complaint {
                throw Complaint("\(server?.obituary ?? "")\(command): \(complaint)")
            }
        }
    }

    private func withServer<Result>(_ server: Server?, _ body: (RunningServer?) throws -> Result) throws -> Result {
        guard let server else { return try body(nil) }
        let running = try start(server)
        defer { running.end() }
        return try body(running)
    }

    private func start(_ server: Server) throws -> RunningServer {
        let command = command(.reference, ["serve", "--port", "0", "--delay-ms", String(server.delayMilliseconds)])
        do {
            return try RunningServer(pinned(command, as: .server), children)
        } catch let complaint as Complaint {
            throw Complaint("\(command): \(complaint)")
        }
    }

    private func command(_ program: Program, _ arguments: [String]) -> Command {
        Command(path: programs[program] ?? program.rawValue, arguments: arguments)
    }

    private enum Role {
        case client
        case server
    }

    private func pinned(_ command: Command, as role: Role) -> Command {
        guard case .apart(let client, let server) = cores, let taskset else { return command }
        return command.pinned(to: role == .client ? client : server, by: taskset)
    }
}
