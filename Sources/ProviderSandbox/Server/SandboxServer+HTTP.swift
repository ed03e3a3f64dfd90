import HTTPTypes
import Hummingbird
import NIOCore

extension SandboxServer: HTTPResponder {
    func respond(to request: Request, context: SandboxConnection) async throws -> Response {
        let bodyLimit = 16 * 1024 * 1024
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: bodyLimit)
        } catch is NIOTooManyBytesError {
            return Response(status: .contentTooLarge)
        }
        let whole = SandboxRequest(
            method: request.method,
            path: request.uri.path,
            headers: request.headers,
            body: Array(buffer.readableBytesView)
        )
        guard let (provider, inner) = provider(for: whole) else { return Response(await control(whole)) }
        let response = try await play(inner, on: provider, over: context)
        // After a cut nothing of this is sent; the server wants an answer all the same.
        return response.map(Response.init) ?? Response(status: .serviceUnavailable)
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
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
        )
    }
}
