import CCurl

/// Readies libcurl, once in the life of the process; evaluated by the first transport.
let curlGlobalResult: CURLcode = {
    switchboard_keep_freed_memory()
    return switchboard_global_init()
}()

/// Owns one of libcurl's transfer handles.
///
/// Confined to the agent's thread; it is used again and again, since making one costs more than a small request.
final class CurlHandle {
    /// The handle itself; valid as long as this object.
    let pointer: UnsafeMutableRawPointer

    /// The transfer that it carries; `nil` while it is idle.
    ///
    /// The context of libcurl's callbacks leads here.
    var transfer: CurlTransfer?

    /// Whether its options are those for plain `http`; `nil` before its first transfer.
    var isPlain: Bool?

    /// Where libcurl writes why a transfer failed; empty until one does.
    let words: UnsafeMutablePointer<CChar>

    /// Creates a handle, or `nil` when memory is short.
    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(pointer)
        words.deallocate()
    }

    /// The socket of the connection that the last transfer made; `nil` where it used one that was there.
    var newSocket: CInt? {
        var count = 0
        var socket = CURL_SOCKET_BAD
        guard switchboard_easy_get_connection_count(pointer, &count) == CURLE_OK, count > 0,
            switchboard_easy_get_socket(pointer, &socket) == CURLE_OK, socket != CURL_SOCKET_BAD
        else { return nil }
        return socket
    }

    /// Why the handshake of a transfer that has ended failed for good; `nil` where it did not.
    func handshakeTrouble(after code: CURLcode) -> HandshakeTrouble? {
        guard code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR else { return nil }
        var verification = -1
        switchboard_easy_get_verification(pointer, &verification)
        return HandshakeTrouble(code, verification: verification, words: String(cString: words))
    }

    /// The handle that a callback's context stands for.
    ///
    /// Sound because a handle sets itself as the context, and the agent keeps it while libcurl works on it.
    static func at(_ context: UnsafeMutableRawPointer?) -> CurlHandle? {
        context.map { Unmanaged<CurlHandle>.fromOpaque($0).takeUnretainedValue() }
    }
}
