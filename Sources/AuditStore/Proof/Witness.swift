import Foundation
import Glibc
import SwitchboardCore

/// The file outside the folder to which every checkpoint is appended, a JSON object a line.
///
/// Used under the writer's lock, so lines of several processes do not mix. What could not be appended is appended later:
/// the checkpoints stay in the month's file.
struct Witness: Sendable {
    private let path: String

    /// How much of its end is looked at; a line has some 300 bytes.
    private static let tailLength = 4096

    init(path: String) {
        self.path = path
    }

    /// Appends the checkpoints that are not in it yet; durable on return.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the file cannot be written.
    func append(_ checkpoints: [Checkpoint]) throws {
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure.auditStorage("cannot open the witness \(path): \(systemError())") }
        defer { close(descriptor) }
        // Another process may have appended since.
        let end = Self.end(of: descriptor)
        let last = Self.checkpoints(in: end).last?.seq ?? 0
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let lines = try checkpoints.filter { $0.seq > last }.map { try encoder.encode($0) + Data("\n".utf8) }
        guard !lines.isEmpty else { return }
        // A line that was cut off, as by a crash, must not swallow the next.
        let seam = end.isEmpty || end.last == UInt8(ascii: "\n") ? Data() : Data("\n".utf8)
        let bytes = seam + Data(lines.joined())
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(descriptor) == 0 else {
            throw Failure.auditStorage("cannot write the witness \(path): \(systemError())")
        }
    }

    private static func end(of descriptor: CInt) -> Data {
        let length = lseek(descriptor, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: tailLength)
        let count = pread(descriptor, &bytes, bytes.count, max(0, length - off_t(tailLength)))
        return Data(bytes.prefix(max(0, count)))
    }

    /// Reads a whole witness; a missing one is empty.
    static func read(_ path: String) throws(Failure) -> [Checkpoint] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .auditStorage("cannot read the witness \(path); check its modes")
        }
        return checkpoints(in: bytes)
    }

    /// A line that is cut off is passed over: its checkpoint stands in the line after it.
    private static func checkpoints(in bytes: Data) -> [Checkpoint] {
        let decoder = JSONDecoder()
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap { try? decoder.decode(Checkpoint.self, from: $0) }
    }
}
