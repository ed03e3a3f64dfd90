import Dispatch
import Foundation

/// The lines of standard input, without their ends, read no faster than they are taken.
///
/// Reading blocks a thread of its own; who takes lines may be cancelled while none comes.
struct InputLines: AsyncSequence {
    /// Takes the lines.
    struct Iterator: AsyncIteratorProtocol {
        fileprivate var lines: AsyncStream<Data>.Iterator
        fileprivate let wanted: DispatchSemaphore

        mutating func next() async -> Data? {
            wanted.signal()
            return await lines.next(isolation: #isolation)
        }
    }

    func makeAsyncIterator() -> Iterator {
        let wanted = DispatchSemaphore(value: 0)
        let (stream, continuation) = AsyncStream.makeStream(of: Data.self)
        Thread.detachNewThread {
            wanted.wait()
            let input = fdopen(STDIN_FILENO, "r")
            while let line = input.flatMap(Self.line) {
                continuation.yield(line)
                wanted.wait()
            }
            continuation.finish()
        }
        return Iterator(lines: stream.makeAsyncIterator(), wanted: wanted)
    }

    /// The next line as its bytes: what is no text is for the parser to refuse, not for us to repair.
    private static func line(of input: UnsafeMutablePointer<FILE>) -> Data? {
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        let count = getline(&buffer, &capacity, input)
        guard count >= 0, let buffer else { return nil }
        var line = Data(bytes: buffer, count: count)
        while let last = line.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }
}
