import SwitchboardCore
import Synchronization
import Testing

struct GunzipSinkTests {
    private final class Collected: ByteSink {
        let bytes = Mutex<[UInt8]>([])

        func write(_ bytes: [UInt8]) async throws(Failure) { self.bytes.withLock { $0 += bytes } }
    }

    private let plain = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 7 >> 4) }

    private func unzip(_ bytes: [UInt8], piece: Int) async throws -> [UInt8] {
        let collected = Collected()
        let sink = GunzipSink(into: collected)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try await sink.write(Array(bytes[start..<min(start + piece, bytes.count)]))
        }
        try await sink.finish()
        #expect(await sink.count == collected.bytes.withLock(\.count))
        return collected.bytes.withLock(\.self)
    }

    @Test(arguments: [1, 7, 1000, 1_000_000]) func unzipsWhateverThePieces(piece: Int) async throws {
        let plain = piece == 1 ? Array(plain.prefix(3000)) : plain
        #expect(try await unzip(Gzip.compress(plain), piece: piece) == plain)
    }

    @Test func goesOnWithTheNextFrame() async throws {
        let two = Gzip.compress(Array("one,".utf8)) + Gzip.compress(Array("two".utf8))
        #expect(try await unzip(two, piece: 9) == Array("one,two".utf8))
    }

    @Test(arguments: ["", "a", "user_id,email\n"]) func passesOnWhatIsNoGzip(text: String) async throws {
        #expect(try await unzip(Array(text.utf8), piece: 1) == Array(text.utf8))
    }

    @Test func refusesWhatIsCutOffOrDamaged() async {
        let whole = Gzip.compress(plain)
        var damaged = whole
        damaged[whole.count / 2] ^= 0xFF
        for bytes in [Array(whole.dropLast(4)), damaged, [0x1F, 0x8B]] {
            let failure = await #expect(throws: Failure.self) { try await unzip(bytes, piece: 1000) }
            #expect(failure?.kind == .malformedResponse)
        }
    }
}
