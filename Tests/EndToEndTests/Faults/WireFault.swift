import LoopbackServers
import NIOCore
import SwitchboardCore

/// One way in which a connection, or what comes over it, can be at fault; and what that means.
struct WireFault: Sendable {
    /// Where in the life of a connection it happens.
    enum Place: Sendable {
        /// Nobody listens.
        case unreachable
        /// On every new connection, whatever the client says.
        case connection
        /// In answer to a request.
        case answer
    }

    /// Whether the connection ends before the first byte of an answer.
    ///
    /// Where it does, and had carried another request before, libcurl may send again by itself.
    enum Ending: Sendable {
        case silent
        case loud
        /// As the kernel pleases.
        case either
    }

    var name: String
    var place = Place.answer
    var steps: [LoopbackServer.Step] = []
    var kind = Failure.Kind.network
    var effect = Failure.Effect.unknown
    var ending = Ending.loud
    /// How many attempts may follow the first; fewer where each takes time.
    var retries = 3
    /// Longer than a busy machine takes, where the fault does not end by it.
    var attemptTimeout = "60s"
    var stallLimit = "15s"
    /// Whether it is worth telling a connection that was used before from a fresh one.
    var variesByConnection = true
}

extension WireFault {
    static let all: [WireFault] =
        [
            WireFault(
                name: "connection refused",
                place: .unreachable,
                effect: .none,
                variesByConnection: false
            ),
            WireFault(name: "closed when accepted", place: .connection, steps: [.close], variesByConnection: false),
            WireFault(name: "reset before the head", steps: [.reset], ending: .silent),
            WireFault(name: "closed after the request was read", steps: [.close], ending: .silent),
            WireFault(name: "reset after the head", steps: [.text(head(length: 10)), .reset], ending: .either),
            WireFault(
                name: "body cut off",
                steps: [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id"), .close]
            ),
            WireFault(name: "length too long", steps: [.text(head(length: 100) + letter), .close]),
        ] + garbled + slow

    /// What comes in time and cannot be an answer.
    private static let garbled = [
        garbled("length too short", .text(head(length: 5) + letter)),
        garbled("body without end", .text("HTTP/1.1 200 OK\r\n\r\n"), .flood(Array("fill".utf8)), retries: 1),
        garbled("another protocol", .text("SSH-2.0-OpenSSH_9.2\r\n"), .close),
        garbled("bytes without sense", .flood((0..<1024).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 128) })),
        garbled("head without end", .text("HTTP/1.1 200 OK\r\n"), .flood(Array("X-Filler: fill\r\n".utf8))),
        garbled("header line without end", .text("HTTP/1.1 200 OK\r\nX-Filler: "), .flood(Array("fill".utf8))),
        garbled(
            "body that swells",
            .text("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"),
            .send(bomb),
            retries: 1
        ),
    ]

    /// What ends by a limit only, in real time; each limit is the shortest that a busy machine keeps to.
    private static let slow = [
        WireFault(name: "no answer", kind: .timeout, retries: 1, attemptTimeout: "500ms"),
        WireFault(
            name: "a byte at a time",
            steps: [.text(head(length: 100))]
                + Array(repeating: [.pause(.milliseconds(100)), .text("x")], count: 20).flatMap(\.self),
            kind: .timeout,
            retries: 1,
            attemptTimeout: "500ms"
        ),
        WireFault(
            name: "an answer that stalls",
            steps: [.text(head(length: 100) + letter)],
            kind: .timeout,
            retries: 1,
            stallLimit: "1s",
            variesByConnection: false
        ),
    ]

    /// 10 MB in 65 kB; 8 MB are accepted.
    private static let bomb = Gzip.pack(repetitions: 40_000)

    static let letter = #"{"id": "letter-1"}"#

    private static func head(length: Int) -> String { "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n" }

    private static func garbled(_ name: String, _ steps: LoopbackServer.Step..., retries: Int = 3) -> WireFault {
        WireFault(name: name, steps: steps, kind: .malformedResponse, retries: retries)
    }
}
