import CCurl
import SwitchboardCore

extension CURLcode {
    /// What a result of libcurl's, other than `CURLE_OK`, means to the caller.
    ///
    /// - Parameters:
    ///   - host: The host that was asked; the only thing of the request that a message names.
    ///   - isSent: Whether libcurl began to send the request: it decides the effect.
    ///   - isDeadlineFirst: Whether a timeout before sending is the caller's deadline rather than the connect limit.
    /// - Returns: The failure; its effect is ``Failure/Effect/unknown`` if the request was sent, else none.
    func failure(host: String, isSent: Bool, isDeadlineFirst: Bool = false) -> Failure {
        let (kind, message, isPermanent) = meaning(host: host, isSent: isSent, isDeadlineFirst: isDeadlineFirst)
        return Failure(kind, effect: isSent ? .unknown : .none, message, isPermanent: isPermanent)
    }

    private typealias Meaning = (kind: Failure.Kind, message: String, isPermanent: Bool)

    private func meaning(host: String, isSent: Bool, isDeadlineFirst: Bool) -> Meaning {
        switch self {
        case CURLE_COULDNT_RESOLVE_HOST:
            (.network, "the name \(host) could not be looked up", false)
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY:
            (.network, "the proxy on the way to \(host) could not be used", false)
        case CURLE_COULDNT_CONNECT:
            (.network, "no connection could be made to \(host)", false)
        case CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED, CURLE_SSL_CIPHER:
            (.network, "no secure connection could be agreed on with \(host)", false)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            (.network, "the certificate of \(host) is not trusted, not valid or made for another name", true)
        case CURLE_OPERATION_TIMEDOUT where isSent:
            (.timeout, "\(host) did not answer in time, or stopped in the middle of its answer", false)
        case CURLE_OPERATION_TIMEDOUT where isDeadlineFirst:
            (.timeout, "the deadline passed before the request was sent to \(host)", false)
        case CURLE_OPERATION_TIMEDOUT:
            (.network, "connecting to \(host) took too long", false)
        case CURLE_GOT_NOTHING:
            (.network, "\(host) closed the connection without an answer", false)
        case CURLE_PARTIAL_FILE:
            (.network, "\(host) closed the connection in the middle of its answer", false)
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_HTTP3, CURLE_QUIC_CONNECT_ERROR,
            CURLE_UNRECOVERABLE_POLL, CURLE_NO_CONNECTION_AVAILABLE, CURLE_INTERFACE_FAILED, CURLE_SSL_SHUTDOWN_FAILED,
            CURLE_AGAIN, CURLE_SEND_FAIL_REWIND:
            (.network, "the connection to \(host) broke", false)
        case CURLE_ABORTED_BY_CALLBACK:
            (.network, "the connection to \(host) closed after the request went out; it was not sent again", false)
        case CURLE_FILESIZE_EXCEEDED:
            (.malformedResponse, "the answer of \(host) is larger than what is accepted", false)
        // What libcurl says to a header line of more than 100 kB; 100 is its word for that from 8.6 on.
        case CURLE_OUT_OF_MEMORY where isSent, CURLcode(rawValue: 100) where isSent:
            (.malformedResponse, "the answer of \(host) has a header line that is longer than what is accepted", false)
        case CURLE_BAD_CONTENT_ENCODING:
            (.malformedResponse, "the answer of \(host) is packed in a form that cannot be read", false)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_CHUNK_FAILED, CURLE_RANGE_ERROR, CURLE_TOO_MANY_REDIRECTS,
            CURLE_HTTP_RETURNED_ERROR, CURLE_WRITE_ERROR:
            (.malformedResponse, "the answer of \(host) is not the HTTP that it should be", false)
        // "Unsupported protocol" is also what libcurl says to an answer without a status line.
        case CURLE_UNSUPPORTED_PROTOCOL where isSent, CURLE_URL_MALFORMAT where isSent:
            (.malformedResponse, "the answer of \(host) is not HTTP", false)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT:
            (.invalidInput, "the request's address cannot be used", false)
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CLIENTCERT,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED:
            (.notConfigured, "the certificates that this side needs cannot be read", true)
        case CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION, CURLE_SETOPT_OPTION_SYNTAX, CURLE_BAD_FUNCTION_ARGUMENT,
            CURLE_FUNCTION_NOT_FOUND, CURLE_FAILED_INIT:
            (.notConfigured, "the installed libcurl lacks what the transport needs; install 7.87 or later", true)
        case CURLE_OUT_OF_MEMORY:
            (.network, "the process has too little memory", false)
        // What is left belongs to protocols that are switched off.
        default:
            (.network, "the request to \(host) failed: libcurl's error \(rawValue)", false)
        }
    }
}
