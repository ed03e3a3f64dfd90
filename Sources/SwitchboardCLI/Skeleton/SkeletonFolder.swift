import Foundation
import Switchboard
import SwitchboardCore

/// The folder that a skeleton goes to.
struct SkeletonFolder {
    /// The path as the user gave it.
    let path: String

    /// The path of a folder from the root, since a manifest reads its own relative to the package.
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// Writes files into the folder, which must be new or empty.
    ///
    /// - Returns: The paths of the files, in their order.
    /// - Throws: ``Failure/Kind/invalidInput`` for a folder that is not empty or cannot be written.
    func write(_ files: [ProviderSkeleton.File]) throws(Failure) -> [String] {
        try refuseWhatIsThere()
        let root = URL(fileURLWithPath: path)
        do {
            for file in files {
                let place = root.appendingPathComponent(file.path)
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try Data(file.text.utf8).write(to: place, options: .withoutOverwriting)
            }
        } catch {
            throw .invalidInput("--directory", "\(path) cannot be written: \(error.systemReason)")
        }
        return files.map { file in path.hasSuffix("/") ? path + file.path : "\(path)/\(file.path)" }
    }

    /// Whether there is a package at a path that a manifest in this folder may name.
    func leads(to package: String) -> Bool {
        let manifest = URL(fileURLWithPath: package, relativeTo: URL(fileURLWithPath: path, isDirectory: true))
            .appendingPathComponent("Package.swift")
        return FileManager.default.fileExists(atPath: manifest.path)
    }

    private func refuseWhatIsThere() throws(Failure) {
        guard !path.isEmpty else { throw .invalidInput("--directory", "is empty; name a folder") }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else { throw .invalidInput("--directory", "\(path) is a file; name a folder") }
        // A folder that cannot be read is refused as well: what is in it is not known.
        let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        guard names?.isEmpty == true else {
            throw .invalidInput("--directory", "\(path) is not empty; name a new folder, nothing is overwritten")
        }
    }
}
