import Foundation
import Switchboard
import SwitchboardCore
import Testing

/// What the README shows must be what the compiler has seen.
struct ReadmeTests {
    private let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private var root: URL { here.deletingLastPathComponent().deletingLastPathComponent() }

    @Test func theConfigurationFileShowsTheDefaults() throws {
        let file = root.appendingPathComponent("config/switchboard.yaml").path
        let shown = try SwitchboardConfiguration.load(file: file, environment: [:])
        let defaults = try SwitchboardConfiguration.parse("", file: nil)
        #expect(shown.service == defaults.service)
        #expect(shown.routes == defaults.routes)
        #expect(shown.resilience == defaults.resilience)
        #expect(shown.transport == defaults.transport)
        #expect(shown.audit.directory == defaults.audit.directory)
        #expect(shown.audit.isRequired == defaults.audit.isRequired)
        #expect(shown.audit.isFullySynchronous == defaults.audit.isFullySynchronous)
        #expect(shown.instances.map(\.typeName) == defaults.instances.map(\.typeName))
        for (shown, usual) in zip(shown.instances, defaults.instances) {
            #expect(shown.resilience == usual.resilience)
            for key in ["region", "apiVersion"] { #expect(shown.settings[key] == usual.settings[key]) }
        }
    }

    @Test func theExampleIsTheOneThatIsBuilt() throws {
        let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let source = try String(contentsOf: here.appendingPathComponent("ReadmeExample.swift"), encoding: .utf8)
        let block = try #require(readme.firstMatch(of: #/```swift\n(?<code>(?s:.*?))```/#)).code
        let lines = block.split(separator: "\n").filter { !$0.hasPrefix("import ") }
        #expect(lines.count > 5)
        for line in lines { #expect(source.contains(line), "\(line)") }
    }
}
