import Foundation
import SwitchboardCore

/// Hands over the path of a file with these bytes, and removes it afterwards.
func withFile<Value>(
    _ contents: String,
    named ending: String = "csv",
    _ body: (String) async throws -> Value
) async throws -> Value {
    let path = NSTemporaryDirectory() + "switchboard-\(TimeSource.system.makeActionID()).\(ending)"
    try Data(contents.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}
