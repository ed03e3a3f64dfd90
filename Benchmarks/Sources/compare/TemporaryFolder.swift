import Foundation

/// A folder of this run's own.
struct TemporaryFolder {
    let path: String
    /// The kind of file system that it lies on, such as "ext4".
    let fileSystem: String

    /// Makes one.
    ///
    /// - Throws: ``Complaint`` where the place cannot be written or is held in memory; or the file system's error.
    init(in place: String) throws {
        guard FileManager.default.isWritableFile(atPath: place) else {
            throw Complaint("\(place) is no folder that can be written: name another one with --databases")
        }
        let place = URL(filePath: place).resolvingSymlinksInPath().path(percentEncoded: false)
        let mounts = try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)
        fileSystem = Self.fileSystem(of: place, mounts: mounts)
        guard !["tmpfs", "ramfs"].contains(fileSystem) else {
            throw Complaint("\(place) lies in memory, where nothing is durable: name another folder with --databases")
        }
        path = "\(place)/switchboard-benchmark-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    /// Calls something with an empty folder, and removes that after it.
    func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = "\(path)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    /// Removes it with all that is in it.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The kind of file system that a folder lies on.
    ///
    /// - Parameters:
    ///   - folder: Its path without symbolic links.
    ///   - mounts: The text of `/proc/self/mounts`; a later line covers an earlier one of the same path.
    /// - Returns: A word such as "ext4".
    static func fileSystem(of folder: String, mounts: String) -> String {
        let fields = mounts.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let covering = fields.filter { fields in
            fields.count > 2 && (fields[1] == "/" || "\(folder)/".hasPrefix("\(fields[1])/"))
        }
        let longest = covering.map { $0[1].count }.max()
        return covering.last { $0[1].count == longest }?[2] ?? "an unknown file system"
    }
}
