import Foundation
import SwitchboardCore

/// A folder of its own, gone with the test.
final class TestFolder: Sendable {
    let path = NSTemporaryDirectory() + "switchboard-control-" + TimeSource.system.makeActionID().description

    init() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path) }

    /// Copies those of the files that are there.
    func copy(_ names: [String], to other: TestFolder) throws {
        for name in names where FileManager.default.fileExists(atPath: "\(path)/\(name)") {
            try FileManager.default.copyItem(atPath: "\(path)/\(name)", toPath: "\(other.path)/\(name)")
        }
    }
}
