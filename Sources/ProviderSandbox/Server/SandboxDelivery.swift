/// An answer, and how it is put onto the wire.
struct SandboxDelivery: Sendable, Hashable {
    /// The answer; its body is whole.
    var response: SandboxResponse

    /// After how many bytes of the body the connection closes; `nil` sends all and leaves it open.
    var end: Int?

    /// How long to wait before each byte of the body; `nil` sends it in one piece.
    var pause: Duration?

    /// What is sent of the body, piece by piece.
    var pieces: [ArraySlice<UInt8>] {
        let sent = response.body.prefix(end ?? .max)
        guard pause != nil else { return sent.isEmpty ? [] : [sent] }
        return sent.indices.map { sent[$0...$0] }
    }

    /// The content length that the head promises: always more than is sent where the body ends early.
    var promisedLength: Int {
        guard let end else { return response.body.count }
        return max(response.body.count, end + 1)
    }
}
