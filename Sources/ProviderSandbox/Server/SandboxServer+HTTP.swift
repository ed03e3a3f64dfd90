import HTTPTypes
import Hummingbird
import NIOCore
import SwitchboardCore

extension SandboxServer: HTTPResponder {
    func respond(to request: Request, context: SandboxConnection) async throws -> Response {
        // Above every provider's own limit, so that each refuses what is too large in its own words.
        let bodyLimit = 32 * 1024 * 1024
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: bodyLimit)
        } catch is NIOTooManyBytesError {
            return Response(status: .contentTooLarge)
        }
        let whole = SandboxRequest(
            method: request.method,
            path: request.uri.path,
            query: request.uri.query ?? "",
            authority: request.head.authority ?? "127.0.0.1",
            headers: request.headers,
            body: Array(buffer.readableBytesView)
        )
        guard let (provider, inner) = provider(for: whole) else { return Response(await control(whole)) }
        guard let delivery = try await play(inner, on: provider, over: context) else {
            // After a cut nothing of this is sent; the server wants an answer all the same.
            return Response(status: .serviceUnavailable)
        }
        if delivery.end == nil, delivery.pause == nil { return Response(delivery.response) }
        return Response(delivery, over: context, time: time)
    }

    private func provider(for request: SandboxRequest) -> (any SandboxProvider, SandboxRequest)? {
        let path = request.path.dropFirst()
        guard let provider = providers[String(path.prefix { $0 != "/" })] else { return nil }
        var inner = request
        inner.path = String(path.dropFirst(provider.name.count))
        if inner.path.isEmpty { inner.path = "/" }
        return (provider, inner)
    }
}

extension Response {
    /// Puts an answer of a provider onto the wire.
    fileprivate init(_ response: SandboxResponse) {
        self.init(
            status: HTTPResponse.Status(code: response.status),
            headers: response.headers,
            body: response.isChunked
                ? ResponseBody { writer in
                    for start in stride(from: 0, to: response.body.count, by: 16_384) {
                        try await writer.write(ByteBuffer(bytes: response.body[start...].prefix(16_384)))
                    }
                    try await writer.finish(nil)
                }
                : ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
        )
    }

    /// Puts an answer onto the wire byte by byte, or only its beginning.
    fileprivate init(_ delivery: SandboxDelivery, over connection: SandboxConnection, time: TimeSource) {
        let response = delivery.response
        self.init(
            status: HTTPResponse.Status(code: response.status),
            headers: response.headers,
            body: ResponseBody(contentLength: delivery.promisedLength) { writer in
                for piece in delivery.pieces {
                    if let pause = delivery.pause { try await time.sleep(time.now().advanced(by: pause)) }
                    try await writer.write(ByteBuffer(bytes: piece))
                }
                if delivery.end == nil { try await writer.finish(nil) } else { try await connection.cut(.close) }
            }
        )
    }
}
