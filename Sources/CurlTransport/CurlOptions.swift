import CCurl
import HTTPTypes
import SwitchboardCore

/// Sets the options of a transfer; all that is ever set is set here.
///
/// A new handle has libcurl's own defaults, among which: no redirects, no cookies, no `.netrc`. What is the same for
/// every request is set once on it. Everything else is set for each request, whatever the one before was.
struct CurlOptions {
    private let configuration: CurlTransport.Configuration
    private let connectMilliseconds: Int
    private let stallSeconds: Int
    private let idleSeconds: Int
    private let poll: EventPoll

    /// Converts a configuration, once.
    ///
    /// - Parameters:
    ///   - configuration: The configuration.
    ///   - poll: What is told of each connection's beginning and end.
    init(_ configuration: CurlTransport.Configuration, poll: EventPoll) {
        self.configuration = configuration
        self.poll = poll
        connectMilliseconds = Int(configuration.connectTimeout.wholeMilliseconds)
        stallSeconds = Int(configuration.stallLimit.wholeSeconds)
        // libcurl counts whole seconds and lets a connection pass whose count equals the limit.
        idleSeconds = max(0, Int(configuration.idleLimit.wholeSeconds) - 1)
    }

    /// Whether a transfer with that much time left ends by its deadline before the connect limit ends it.
    func isDeadlineFirst(_ milliseconds: Int) -> Bool { milliseconds <= connectMilliseconds }

    /// Makes a handle with all that is the same for every request; `nil` when libcurl does not take it.
    func makeHandle() -> CurlHandle? {
        guard let handle = CurlHandle() else { return nil }
        var options = OptionSetter(easy: handle.pointer)
        setSecurity(&options)
        setConstants(&options)
        options.set(CURLOPT_ERRORBUFFER, pointer: handle.words)
        setCallbacks(&options, Unmanaged.passUnretained(handle).toOpaque())
        return options.result == CURLE_OK ? handle : nil
    }

    /// Sets what differs from request to request.
    ///
    /// - Returns: libcurl's answer to the first option that it does not take; the transfer must not begin then.
    func apply(_ transfer: CurlTransfer, to handle: CurlHandle, milliseconds: Int) -> CURLcode {
        var options = OptionSetter(easy: handle.pointer)
        if handle.isPlain != transfer.address.isPlain {
            setScheme(&options, isPlain: transfer.address.isPlain)
            handle.isPlain = options.result == CURLE_OK ? transfer.address.isPlain : nil
        }
        options.set(CURLOPT_URL, transfer.url)
        options.set(CURLOPT_HTTPHEADER, transfer.bytes.headers)
        options.set(CURLOPT_TIMEOUT_MS, milliseconds)
        // It costs a timer a second, and nothing can stall for longer than its deadline leaves it.
        options.set(CURLOPT_LOW_SPEED_TIME, milliseconds > stallSeconds * 1000 ? stallSeconds : 0)
        // 118 s is libcurl's own limit.
        options.set(CURLOPT_MAXAGE_CONN, transfer.repeatability == .once ? idleSeconds : 118)
        setMethod(&options, transfer)
        return options.result
    }

    private func setSecurity(_ options: inout OptionSetter) {
        options.set(CURLOPT_FOLLOWLOCATION, 0)
        options.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        options.set(CURLOPT_SSL_VERIFYPEER, 1)
        options.set(CURLOPT_SSL_VERIFYHOST, 2)
        if let caBundle = configuration.caBundle {
            options.set(CURLOPT_CAINFO, caBundle)
            options.set(CURLOPT_CAPATH, nil as String?)
        }
        options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    /// Plain http stays on this machine: a proxy would carry it away.
    ///
    /// An empty text rules the environment out.
    private func setScheme(_ options: inout OptionSetter, isPlain: Bool) {
        options.set(CURLOPT_PROTOCOLS_STR, isPlain ? "http" : "https")
        options.set(CURLOPT_PROXY, isPlain ? "" : configuration.proxy ?? "")
        options.set(CURLOPT_NOPROXY, "")
    }

    private func setConstants(_ options: inout OptionSetter) {
        options.set(CURLOPT_NOSIGNAL, 1)
        options.set(CURLOPT_PATH_AS_IS, 1)
        options.set(CURLOPT_USERAGENT, "switchboard")
        // Only what cannot swell by more than a thousandfold: libcurl unpacks a whole piece even when it is paused.
        options.set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
        let isHTTP2 = configuration.httpVersion == .http2
        options.set(CURLOPT_HTTP_VERSION, isHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
        options.set(CURLOPT_PIPEWAIT, isHTTP2 ? 1 : 0)
        // Without it a cancelled transfer holds up all others until its name lookup ends: libcurl would wait for the
        // lookup's thread, instead of leaving the cleaning up to it. See https://github.com/curl/curl/issues/8515
        options.set(CURLOPT_QUICK_EXIT, 1)
        options.set(CURLOPT_CONNECTTIMEOUT_MS, connectMilliseconds)
        options.set(CURLOPT_LOW_SPEED_LIMIT, 1)
    }

    /// The order matters: giving a body makes any request a POST, and the options after it may unmake it.
    private func setMethod(_ options: inout OptionSetter, _ transfer: CurlTransfer) {
        let method = transfer.method
        let isOrdinary = method == .get || method == .post || method == .head
        let hasBody = transfer.bytes.body.count > 0 || method == .post || method == .put || method == .patch
        options.set(CURLOPT_NOBODY, 0)
        options.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: transfer.bytes.body.count)
        options.set(CURLOPT_POSTFIELDS, pointer: hasBody ? transfer.bytes.body.baseAddress : nil)
        if !hasBody { options.set(method == .head ? CURLOPT_NOBODY : CURLOPT_HTTPGET, 1) }
        let isCustom = !isOrdinary || method == .get && hasBody
        options.set(CURLOPT_CUSTOMREQUEST, isCustom ? method.rawValue : nil)
    }

    private func setCallbacks(_ options: inout OptionSetter, _ context: UnsafeMutableRawPointer) {
        options.set(CURLOPT_PRIVATE, pointer: context)
        options.set(CURLOPT_PREREQDATA, pointer: context)
        options.set(CURLOPT_HEADERDATA, pointer: context)
        options.set(CURLOPT_WRITEDATA, pointer: context)
        // Sound without a retain: the group of transfers keeps it, and closes every connection before it goes.
        let sockets = Unmanaged.passUnretained(poll).toOpaque()
        options.set(CURLOPT_SOCKOPTDATA, pointer: sockets)
        options.set(CURLOPT_CLOSESOCKETDATA, pointer: sockets)
        options.setCallbacks()
        options.setSocketCallbacks()
    }
}

/// Sets one option after the other until one is not taken.
private struct OptionSetter {
    let easy: UnsafeMutableRawPointer
    private(set) var result = CURLE_OK

    init(easy: UnsafeMutableRawPointer) {
        self.easy = easy
    }

    mutating func set(_ option: CURLoption, _ value: Int) {
        if result == CURLE_OK { result = switchboard_easy_set_long(easy, option, value) }
    }

    mutating func set(_ option: CURLoption, offset: Int) {
        if result == CURLE_OK { result = switchboard_easy_set_offset(easy, option, offset) }
    }

    /// libcurl copies the text.
    mutating func set(_ option: CURLoption, _ text: String?) {
        if result == CURLE_OK { result = switchboard_easy_set_string(easy, option, text) }
    }

    mutating func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) {
        if result == CURLE_OK { result = switchboard_easy_set_pointer(easy, option, pointer) }
    }

    mutating func set(_ option: CURLoption, _ list: UnsafeMutablePointer<curl_slist>?) {
        if result == CURLE_OK { result = switchboard_easy_set_list(easy, option, list) }
    }

    mutating func setCallbacks() {
        guard result == CURLE_OK else { return }
        result = switchboard_easy_set_prereq_callback(easy) { context, _, _, _, _ in
            CurlHandle.at(context)?.transfer?.admitRequest() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
        guard result == CURLE_OK else { return }
        result = switchboard_easy_set_data_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return CurlHandle.at(context)?.transfer?.receiveHead(line) == true ? line.count : 0
        }
        guard result == CURLE_OK else { return }
        result = switchboard_easy_set_data_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return CurlHandle.at(context)?.transfer?.receiveBody(piece) ?? 0
        }
    }
    mutating func setSocketCallbacks() {
        guard result == CURLE_OK else { return }
        result = switchboard_easy_set_sockopt_callback(easy) { context, socket, _ in
            EventPoll.at(context)?.open(socket)
            return CURL_SOCKOPT_OK
        }
        guard result == CURLE_OK else { return }
        result = switchboard_easy_set_close_callback(easy) { context, socket in
            EventPoll.at(context)?.close(socket) ?? -1
        }
    }
}
