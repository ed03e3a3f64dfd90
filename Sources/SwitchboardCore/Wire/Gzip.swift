import CZlib

/// The gzip format (RFC 1952), over zlib.
package enum Gzip {
    /// Compresses bytes.
    ///
    /// - Parameters:
    ///   - bytes: What to compress.
    ///   - level: From 1, fast, to 9, small.
    /// - Returns: One gzip frame; equal bytes and levels make equal frames.
    package static func compress(_ bytes: [UInt8], level: Int32 = 4) -> [UInt8] {
        var stream = z_stream()
        precondition(zlib_deflate_init_gzip(&stream, level) == Z_OK, "zlib could not be set up")
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        var source = bytes
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            source.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                let result = deflate(&stream, Z_FINISH)
                precondition(result == Z_STREAM_END, "zlib's own bound was too small")
            }
            count = bound - Int(stream.avail_out)
        }
    }

    /// Decompresses one gzip frame.
    ///
    /// - Parameters:
    ///   - bytes: The frame, whole.
    ///   - limit: How many bytes may come out.
    /// - Returns: What came out; `nil` for what is no gzip, is cut off, or grows past the limit.
    package static func decompress(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        var stream = z_stream()
        guard zlib_inflate_init_gzip(&stream) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var source = bytes
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var status = Z_OK
        source.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while status == Z_OK, result.count <= limit {
                chunk.withUnsafeMutableBufferPointer { output in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                }
                result += chunk[..<(chunk.count - Int(stream.avail_out))]
            }
        }
        return status == Z_STREAM_END && result.count <= limit ? result : nil
    }
}
