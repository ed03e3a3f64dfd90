import CZlib

/// Decompresses a gzip stream (RFC 1952) on its way to another sink, with flat memory; other bytes pass as they are.
package actor GunzipSink: ByteSink {
    private enum Mode {
        case undecided
        case gzip
        case plain
    }

    private let sink: any ByteSink
    private var stream = z_stream()
    private var mode = Mode.undecided
    private var head: [UInt8] = []
    private var isAtFrameEnd = false

    /// How many bytes the other sink has been given.
    package private(set) var count = 0

    /// Creates a sink in front of another one.
    package init(into sink: any ByteSink) {
        self.sink = sink
    }

    isolated deinit {
        if mode == .gzip { inflateEnd(&stream) }
    }

    /// Takes the next bytes of the compressed stream.
    package func write(_ bytes: [UInt8]) async throws(Failure) {
        var bytes = bytes
        if mode == .undecided {
            head += bytes
            guard head.count >= 2 else { return }
            try decide()
            bytes = head
            head = []
        }
        guard mode == .gzip else { return try await pass(on: bytes) }
        var rest = bytes[...]
        while !rest.isEmpty { try await pass(on: inflated(&rest)) }
    }

    /// Checks that the stream was whole; call it when the last bytes have come.
    package func finish() async throws(Failure) {
        if mode == .undecided { return try await pass(on: head) }
        guard mode == .plain || isAtFrameEnd else { throw .brokenGzip }
    }

    private func decide() throws(Failure) {
        mode = head.starts(with: [0x1F, 0x8B]) ? .gzip : .plain
        guard mode == .plain || zlib_inflate_init_gzip(&stream) == Z_OK else { throw .brokenGzip }
    }

    /// Inflates as much as fits into one piece, and drops what was used from the input.
    private func inflated(_ input: inout ArraySlice<UInt8>) throws(Failure) -> [UInt8] {
        // A stream may consist of several frames.
        if isAtFrameEnd { inflateReset(&stream) }
        var source = Array(input)
        var status = Z_OK
        var used = 0
        let piece = [UInt8](unsafeUninitializedCapacity: 65_536) { output, count in
            source.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                status = inflate(&stream, Z_NO_FLUSH)
                used = input.count - Int(stream.avail_in)
            }
            count = output.count - Int(stream.avail_out)
        }
        guard status == Z_OK || status == Z_STREAM_END else { throw .brokenGzip }
        isAtFrameEnd = status == Z_STREAM_END
        input = input.dropFirst(used)
        return piece
    }

    private func pass(on bytes: [UInt8]) async throws(Failure) {
        guard !bytes.isEmpty else { return }
        count += bytes.count
        try await sink.write(bytes)
    }
}

extension Failure {
    fileprivate static let brokenGzip = Failure(
        .malformedResponse,
        effect: .none,
        "the download is no whole gzip stream"
    )
}
