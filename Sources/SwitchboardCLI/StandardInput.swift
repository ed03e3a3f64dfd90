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

    private static func read() throws(Failure) -> Data {
        var data = Data()
        do {
            while data.count <= limit, let chunk = try FileHandle.standardInput.read(upToCount: 1 << 20), !chunk.isEmpty
            {
                data.append(chunk)
            }
        } catch {
            throw .invalidInput("", "cannot be read from standard input")
        }
        return data
    }
}
