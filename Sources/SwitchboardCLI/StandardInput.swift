import Foundation
import SwitchboardCore

/// Reads what a command is given, up to a limit.
enum StandardInput {
    /// The most that is read: 64 MB.
    static let limit = 64 * 1024 * 1024

    /// The text of an argument, or of standard input where it is `-`.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for more than the limit, or where nothing can be read.
    static func text(of argument: String) throws(Failure) -> Data {
        let data = argument == "-" ? try read() : Data(argument.utf8)
        guard data.count <= limit else {
            throw .invalidInput("", "is larger than 64 MB; split it")
        }
        return data
    }

    /// The contents of a file, or of standard input where it is `-`.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for more than the limit, or where nothing can be read.
    static func contents(of file: String) throws(Failure) -> Data {
        if file == "-" { return try text(of: file) }
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw .invalidInput("", "cannot be read from \(file)")
        }
        let data = try read(handle, named: file)
        guard data.count <= limit else { throw .invalidInput("", "is larger than 64 MB") }
        return data
    }

    private static func read(
        _ handle: FileHandle = .standardInput,
        named name: String = "standard input"
    ) throws(Failure) -> Data {
        var data = Data()
        do {
            while data.count <= limit, let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
                data.append(chunk)
            }
        } catch {
            throw .invalidInput("", "cannot be read from \(name)")
        }
        return data
    }
}
