import Foundation
import SwitchboardCore

/// The bytes of a file, a block at a time, as often as somebody wants them.
///
/// It stays open from the first look to the last, so a file that is put in its place changes nothing. One that is changed
/// in its place shows it by its size or its time.
final class RecipientFile {
    private static let blockSize = 64 * 1024

    /// The line that the next byte stands on, from 1.
    private(set) var line = 1

    private let descriptor: Int32
    private let mark: Mark
    private var block: [UInt8] = []
    private var position = 0

    /// What changes with the contents; the time of the last change of any sort also changes when another file takes the
    /// name.
    private struct Mark: Equatable {
        var size: Int
        var modified: [UInt8]

        init?(_ descriptor: Int32) {
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            size = Int(status.st_size)
            // As bytes: an optimising build looks for the members of a timespec in a module that cannot be imported.
            modified = withUnsafeBytes(of: status.st_mtim) { Array($0) }
        }
    }

    /// Opens a file and stands behind its byte order mark, where it has one.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` where it cannot be read twice.
    init(_ path: String) throws(Failure) {
        guard !path.utf8.contains(0) else {
            throw .invalidInput("recipients", "has a zero byte in its name; remove it")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw .invalidInput("recipients", "cannot be read (\(reason)); name a file that can")
        }
        guard let mark = Mark(descriptor) else {
            close(descriptor)
            throw .invalidInput("recipients", "is no regular file, and must be read twice; write it to one")
        }
        self.descriptor = descriptor
        self.mark = mark
        try rewind()
    }

    deinit { close(descriptor) }

    /// Whether nobody has written to it since it was opened.
    var isUnchanged: Bool { Mark(descriptor) == mark }

    /// Goes back to the first byte behind the byte order mark.
    func rewind() throws(Failure) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .unreadable }
        (line, position, block) = (1, 0, [])
        try fill()
        if block.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The next byte, without taking it; `nil` at the end.
    func peek() throws(Failure) -> UInt8? {
        if position == block.count { try fill() }
        return position < block.count ? block[position] : nil
    }

    /// Takes the next byte; `nil` at the end.
    func next() throws(Failure) -> UInt8? {
        guard let byte = try peek() else { return nil }
        position += 1
        if byte == UInt8(ascii: "\n") { line += 1 }
        return byte
    }

    private func fill() throws(Failure) {
        position = 0
        let descriptor = descriptor
        var count = 0
        block = [UInt8](unsafeUninitializedCapacity: Self.blockSize) { buffer, filled in
            repeat { count = read(descriptor, buffer.baseAddress, Self.blockSize) } while count < 0 && errno == EINTR
            filled = max(0, count)
        }
        if count < 0 { throw .unreadable }
    }
}

extension Failure {
    fileprivate static let unreadable = Failure.invalidInput("recipients", "cannot be read to the end")
}
