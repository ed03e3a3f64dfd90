import ArgumentParser
import Switchboard
import SwitchboardCore

/// Which instances would do an action, by a table of four routes.
struct RouteBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "route")

    @Option var operations = 500_000

    func run() async throws {
    }
}
