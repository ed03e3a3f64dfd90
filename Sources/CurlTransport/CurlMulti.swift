import CCurl
import SwitchboardCore

/// Owns libcurl's group of transfers with its connections.
///
/// Confined to the agent's thread.
final class CurlMulti {
    /// The handle itself; valid as long as this object.
    let pointer: UnsafeMutableRawPointer

    /// Kept, since connections tell it of their end, and the last ones end with the group.
    private let poll: EventPoll

    /// Creates a group without transfers.
    init(_ configuration: CurlTransport.Configuration, poll: EventPoll) throws(Failure) {
        guard curlGlobalResult == CURLE_OK, let pointer = curl_multi_init() else {
            throw CURLE_FAILED_INIT.failure(host: "", isSent: false)
        }
        self.pointer = pointer
        self.poll = poll
        let multiplexing = configuration.httpVersion == .http2 ? CURLPIPE_MULTIPLEX : CURLPIPE_NOTHING
        switchboard_multi_set_long(pointer, CURLMOPT_PIPELINING, Int(multiplexing))
        switchboard_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, configuration.idleConnections)
    }

    deinit {
        // Whoever the callbacks would tell of the closing connections is going away too.
        switchboard_multi_set_socket_callback(pointer, nil)
        switchboard_multi_set_timer_callback(pointer, nil)
        curl_multi_cleanup(pointer)
    }
}
