import Foundation
import SwitchboardCore
import Testing

@testable import SwitchboardCLI

struct CommandCompletionTests {
    @Test func offersTheInstancesOfTheNamedConfiguration() async throws {
        try await withConfiguration("providers: { intercom_eu: { type: intercom } }") { path in
            let separate = CommandCompletion.providerNames(for: ["switchboard", "perform", "--config", path])
            #expect(separate.contains("intercom_eu"))
            #expect(CommandCompletion.providerNames(for: ["switchboard", "--config=\(path)"]) == separate)
        }
    }

    @Test(arguments: [["--config", "/does/not/exist.yaml"], ["--config"], ["--config=/does/not/exist.yaml"]])
    func offersTheTypesWhereThereIsNoConfiguration(words: [String]) {
        #expect(CommandCompletion.providerNames(for: words).contains("intercom"))
    }

    private func withConfiguration(_ text: String, _ body: (String) async throws -> Void) async throws {
        let path = "\(FileManager.default.temporaryDirectory.path)/\(TimeSource.system.makeActionID()).yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }
}
