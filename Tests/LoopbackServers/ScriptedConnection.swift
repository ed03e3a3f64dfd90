import Glibc
import NIOCore

/// One connection of a ``LoopbackServer``: reads requests with a `Content-Length`, does what the script says to each.
final class ScriptedConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: LoopbackServer.Script
    private let greeting: @Sendable () -> [LoopbackServer.Step]
    private let events: Watched<LoopbackServer.Events>
    private var unread: [UInt8] = []
    private var number = 0
    private var order = 0

    init(
        _ script: @escaping LoopbackServer.Script,
        greeting: @escaping @Sendable () -> [LoopbackServer.Step],
        events: Watched<LoopbackServer.Events>
    ) {
        self.script = script
        self.greeting = greeting
        self.events = events
    }

    func channelActive(context: ChannelHandlerContext) {
        number = events.update {
            $0.connections += 1
            return $0.connections
        }
        context.fireChannelActive()
        run(greeting()[...], on: context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
        events.update { $0.closed += 1 }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        events.update { $0.bytesReceived += bytes.count }
        unread += bytes
        while let request = nextRequest() {
            events.update { $0.requests.append(request) }
            run(script(request)[...], on: context.channel)
        }
    }

    private func nextRequest() -> LoopbackServer.Received? {
        guard let end = unread.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: unread[..<end.lowerBound], as: UTF8.self)
        let bare = LoopbackServer.Received(connection: number, order: order + 1, head: head, body: [])
        let length = bare.values("Content-Length").first.flatMap { Int($0) } ?? 0
        guard unread.count - end.upperBound >= length else { return nil }
        let body = Array(unread[end.upperBound..<(end.upperBound + length)])
        unread.removeFirst(end.upperBound + length)
        order += 1
        return LoopbackServer.Received(connection: number, order: order, head: head, body: body)
    }

    private func run(_ steps: ArraySlice<LoopbackServer.Step>, on channel: any Channel) {
        Self.run(steps, on: channel)
    }

    private static func run(_ steps: ArraySlice<LoopbackServer.Step>, on channel: any Channel) {
        guard let step = steps.first else { return }
        let rest = steps.dropFirst()
        switch step {
        case .send(let bytes): channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenSuccess { run(rest, on: channel) }
        case .pour(let count): pour(count, on: channel) { run(rest, on: channel) }
        case .flood(let bytes):
            flood(ByteBuffer(bytes: repeatElement(bytes, count: 1 + 65_536 / bytes.count).joined()), on: channel)
        case .wait(let gate):
            Task {
                await gate.wait { $0 }
                run(rest, on: channel)
            }
        case .pause(let amount): channel.eventLoop.scheduleTask(in: amount) { run(rest, on: channel) }
        case .close: channel.close(promise: nil)
        case .reset:
            let options = channel as? any SocketOptionProvider
            let noLinger = options?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            noLinger?.whenComplete { _ in channel.close(promise: nil) }
        }
    }

    private static func flood(_ bytes: ByteBuffer, on channel: any Channel) {
        // A failure says that the client has gone.
        channel.writeAndFlush(bytes)
            .whenSuccess {
                // Written at once where there is room: without the loop in between each piece would go on the stack.
                channel.eventLoop.execute { flood(bytes, on: channel) }
            }
    }

    private static func pour(_ count: Int, on channel: any Channel, then: @escaping @Sendable () -> Void) {
        guard count > 0 else { return then() }
        let piece = min(count, 65_536)
        channel.writeAndFlush(ByteBuffer(repeating: UInt8(ascii: "x"), count: piece))
            .whenSuccess {
                pour(count - piece, on: channel, then: then)
            }
    }
}
