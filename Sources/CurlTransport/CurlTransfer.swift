import CCurl
import HTTPTypes
import SwitchboardCore

/// One request on its way: what libcurl reads from, and what it fills.
///
/// Sound as `@unchecked Sendable`: the constants are never changed, and what they point to is only read. The variables
/// belong to the caller's task until the transfer is posted to the mailbox, whose lock hands them to the agent's
/// thread; nothing but that thread touches them from then on, until it has taken the transfer from libcurl. After that
/// only ``finish(_:)`` touches ``receiver``, once. The caller gets the answer as a value.
final class CurlTransfer: @unchecked Sendable {
    /// A complete response, still unread: its fields are parsed in the caller's task.
    struct Answer: Sendable {
        var head: ResponseHead
        var body: [UInt8]
    }

    /// Who waits for the answer.
    enum Receiver: Sendable {
        /// A caller that wants the whole response.
        case continuation(CheckedContinuation<Result<Answer, Failure>, Never>)
        /// A caller that takes the body of a success piece by piece.
        case channel(BodyChannel)
    }

    /// Why our own callbacks ended the transfer.
    enum Refusal: Sendable {
        /// libcurl was about to send a request again that must be sent once.
        case secondRequest
        /// The response is larger than what is buffered.
        case tooLarge
    }

    let url: String
    let address: RequestAddress
    let method: HTTPRequest.Method
    let bytes: RequestBytes
    let repeatability: Repeatability
    let deadline: ContinuousClock.Instant

    /// Who waits; set before the transfer is posted, `nil` once the answer is given.
    var receiver: Receiver?
    /// Whether the caller gave up.
    var isCancelled = false
    /// The handle while the transfer is in flight.
    var handle: CurlHandle?
    /// The transfer's place among those in flight.
    var slot = 0
    /// Whether a timeout before sending is the deadline's rather than the connect limit's.
    var isDeadlineFirst = false
    /// Whether libcurl began to send the request.
    private(set) var isSent = false
    /// Why our callbacks ended the transfer, if they did.
    private(set) var refusal: Refusal?

    private let maximumBytes: Int
    private var head = ResponseHead()
    private var received: [UInt8] = []

    /// Checks a request and copies what libcurl needs of it.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for what must not reach the wire.
    init(
        _ request: borrowing WireRequest,
        deadline: ContinuousClock.Instant,
        maximumBytes: Int
    ) throws(Failure) {
        address = try RequestAddress(request.url)
        bytes = try RequestBytes(request)
        url = request.url
        method = request.method
        repeatability = request.repeatability
        self.deadline = deadline
        self.maximumBytes = maximumBytes
    }

    /// Gives the answer to whoever waits; only the first one counts.
    func finish(_ result: Result<Answer, Failure>) {
        switch receiver.take() {
        case nil: break
        case .continuation(let continuation): continuation.resume(returning: result)
        case .channel(let channel): channel.finish(result)
        }
    }

    /// What libcurl's result, and what it tells of a handshake beside it, mean to the caller.
    func answer(to code: CURLcode, _ trouble: HandshakeTrouble? = nil) -> Result<Answer, Failure> {
        if let trouble, !isSent { return .failure(trouble.failure(host: address.host)) }
        guard code == CURLE_OK else { return .failure(failure(for: code)) }
        guard head.isFinal else { return .failure(failure(for: CURLE_PARTIAL_FILE)) }
        defer { received = [] }
        return .success(Answer(head: head, body: received))
    }

    /// What a result other than success means.
    func failure(for code: CURLcode) -> Failure {
        switch refusal {
        case .tooLarge: CURLE_FILESIZE_EXCEEDED.failure(host: address.host, isSent: isSent)
        case .secondRequest: CURLE_ABORTED_BY_CALLBACK.failure(host: address.host, isSent: isSent)
        case nil: code.failure(host: address.host, isSent: isSent, isDeadlineFirst: isDeadlineFirst)
        }
    }

    /// What a cancellation means now.
    var cancellation: Failure {
        isSent
            ? Failure(.cancelled, effect: .unknown, "cancelled after the request was sent to \(address.host)")
            : .cancelledBeforeSending
    }
}

extension CurlTransfer {
    /// Decides, right before a request goes out on a connection, whether it may.
    ///
    /// libcurl asks a second time when a kept-alive connection turned out to be closed after the request went out on
    /// it. The far side may have acted by then, so only what can be repeated without harm is sent again.
    func admitRequest() -> Bool {
        guard !isSent || repeatability.allowsSilentResend else {
            refusal = .secondRequest
            return false
        }
        isSent = true
        return true
    }

    /// Takes a line of the response's head; `false` ends the transfer.
    func receiveHead(_ line: UnsafeRawBufferPointer) -> Bool {
        let isWithinLimit = head.append(line)
        if !isWithinLimit { refusal = .tooLarge }
        return isWithinLimit
    }

    /// Takes a piece of the body.
    ///
    /// - Returns: What libcurl expects: the number of bytes taken, or the sign to pause; anything else ends the transfer.
    func receiveBody(_ piece: UnsafeRawBufferPointer) -> Int {
        if case .channel(let channel) = receiver, (200..<300).contains(head.status) {
            return channel.offer(piece) ? piece.count : Int(CURL_WRITEFUNC_PAUSE)
        }
        let needed = received.count + piece.count
        guard needed <= maximumBytes else {
            refusal = .tooLarge
            received = []
            return -1
        }
        if needed > received.capacity {
            // Doubling, as an array does by itself, but never past the limit.
            received.reserveCapacity(min(maximumBytes, max(needed, 2 * received.capacity)))
        }
        received.append(contentsOf: piece)
        return piece.count
    }
}
