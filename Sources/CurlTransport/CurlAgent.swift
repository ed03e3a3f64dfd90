import CCurl
import Glibc
import SwitchboardCore

/// Drives all transfers of one transport, on a thread of its own.
///
/// Everything here is confined to that thread; the mailbox is the only way in, and answers are the only way out.
final class CurlAgent {
    private let mailbox: CurlMailbox
    private let time: TimeSource
    private let options: CurlOptions
    private let poll: EventPoll
    private let multi: CurlMulti
    private let maximumIdleHandles: Int
    private var idleHandles: [CurlHandle] = []
    private var inFlight: [CurlTransfer] = []
    /// What libcurl has ended, until it is answered.
    private var finished: [(transfer: CurlTransfer, result: Result<CurlTransfer.Answer, Failure>)] = []
    private var isDraining = false
    /// When libcurl wants to be called, on the kernel's monotonic clock in nanoseconds; `nil` for not at all.
    private var timer: Int64?

    private init(
        _ configuration: CurlTransport.Configuration,
        mailbox: CurlMailbox,
        time: TimeSource
    ) throws(Failure) {
        self.mailbox = mailbox
        self.time = time
        poll = try EventPoll()
        options = CurlOptions(configuration, poll: poll)
        multi = try CurlMulti(configuration, poll: poll)
        maximumIdleHandles = configuration.idleConnections
        try poll.watchEdges(mailbox.eventDescriptor)
        setCallbacks()
    }

    /// Starts an agent; it ends when the mailbox tells it to, and closes every connection then.
    static func launch(
        _ configuration: CurlTransport.Configuration,
        mailbox: CurlMailbox,
        time: TimeSource
    ) throws(Failure) {
        // The thread owns the agent from here on. Sound without `Sendable`: nobody else keeps a reference to it.
        let agent = Unmanaged.passRetained(try CurlAgent(configuration, mailbox: mailbox, time: time))
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { context in
                CurlAgent.live(context)
                return nil
            },
            agent.toOpaque()
        )
        guard code == 0 else {
            agent.release()
            throw .noDescriptors
        }
        pthread_detach(thread)
    }

    private static func live(_ context: UnsafeMutableRawPointer?) {
        guard let context else { return }
        // Signals are the process's business. SIGPIPE above all must not strike here: OpenSSL writes without the flag
        // that prevents it, and libcurl is told to leave signals alone.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        let mailbox = run(Unmanaged.fromOpaque(context))
        mailbox.finish()
    }

    /// Runs an agent to its end and frees it, so that its connections are closed before anyone is told of the end.
    private static func run(_ agent: Unmanaged<CurlAgent>) -> CurlMailbox {
        agent.takeUnretainedValue().run()
        let mailbox = agent.takeUnretainedValue().mailbox
        agent.release()
        return mailbox
    }

    private func run() {
        var commands: [CurlMailbox.Command] = []
        while !isDraining || !inFlight.isEmpty {
            let isBusy = mailbox.take(into: &commands)
            for command in commands { perform(command) }
            commands.removeAll(keepingCapacity: true)
            // A timer that is due makes the wait return at once. It fires below, right before what has ended is
            // completed: fired up here it could end the last transfer, and nothing would interrupt the wait for it.
            poll.wait(milliseconds: isBusy ? 0 : millisecondsToWait) { descriptor, state in
                guard descriptor != mailbox.eventDescriptor else { return }
                var running: CInt = 0
                curl_multi_socket_action(multi.pointer, descriptor, state, &running)
            }
            fireTimer()
            completeFinished()
        }
    }
}

extension CurlAgent {
    private func perform(_ command: CurlMailbox.Command) {
        switch command {
        case .start(let transfer): start(transfer)
        case .cancel(let transfer):
            transfer.isCancelled = true
            if transfer.handle != nil { abort(transfer) }
        case .unpause(let transfer):
            if let handle = transfer.handle { curl_easy_pause(handle.pointer, CURLPAUSE_CONT) }
        case .drain: isDraining = true
        case .stop:
            isDraining = true
            for transfer in inFlight { abort(transfer) }
        }
    }

    private func abort(_ transfer: CurlTransfer) {
        detach(transfer)
        transfer.finish(.failure(transfer.cancellation))
    }

    private func start(_ transfer: CurlTransfer) {
        guard !transfer.isCancelled else { return transfer.finish(.failure(.cancelledBeforeSending)) }
        let remaining = time.now().duration(to: transfer.deadline)
        guard remaining > .zero else {
            transfer.isDeadlineFirst = true
            return transfer.finish(.failure(transfer.failure(for: CURLE_OPERATION_TIMEDOUT)))
        }
        // libcurl counts in 32 bits; a day is longer than any deadline that means something.
        let milliseconds = Int(min(remaining, .seconds(86_400)).wholeMilliseconds)
        transfer.isDeadlineFirst = options.isDeadlineFirst(milliseconds)
        guard let handle = idleHandles.popLast() ?? options.makeHandle() else {
            return transfer.finish(.failure(transfer.failure(for: CURLE_OUT_OF_MEMORY)))
        }
        let code = options.apply(transfer, to: handle, milliseconds: milliseconds)
        guard code == CURLE_OK else { return transfer.finish(.failure(transfer.failure(for: code))) }
        guard curl_multi_add_handle(multi.pointer, handle.pointer) == CURLM_OK else {
            return transfer.finish(.failure(transfer.failure(for: CURLE_OUT_OF_MEMORY)))
        }
        handle.transfer = transfer
        transfer.handle = handle
        transfer.slot = inFlight.count
        inFlight.append(transfer)
    }

    private func completeFinished() {
        var left: CInt = 0
        while let message = curl_multi_info_read(multi.pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE else { continue }
            // The message is gone once its handle is removed.
            let code = switchboard_message_result(message)
            var context: UnsafeMutableRawPointer?
            switchboard_easy_get_private(message.pointee.easy_handle, &context)
            guard let handle = CurlHandle.at(context), let transfer = handle.transfer else { continue }
            if code == CURLE_OK, let socket = handle.newSocket { poll.keep(socket) }
            detach(transfer)
            finished.append((transfer, transfer.answer(to: code, handle.handshakeTrouble(after: code))))
        }
        answerFinished()
    }

    /// Answers what has ended, waking one thread for all of it.
    ///
    /// Resumed one by one from here, each would wake a thread of the task pool, which would take this one's core, find
    /// one thing to do and sleep again. Nothing but an answer's receiver is touched over there, and here no longer.
    private func answerFinished() {
        guard let first = finished.first else { return }
        if finished.count == 1 {
            first.transfer.finish(first.result)
            finished.removeAll(keepingCapacity: true)
        } else {
            var batch: [(transfer: CurlTransfer, result: Result<CurlTransfer.Answer, Failure>)] = []
            swap(&batch, &finished)
            Task.detached { [batch] in
                for (transfer, result) in batch { transfer.finish(result) }
            }
        }
    }

    /// Takes a transfer from libcurl.
    private func detach(_ transfer: CurlTransfer) {
        guard let handle = transfer.handle else { return }
        curl_multi_remove_handle(multi.pointer, handle.pointer)
        handle.transfer = nil
        if idleHandles.count < maximumIdleHandles { idleHandles.append(handle) }
        transfer.handle = nil
        let last = inFlight.removeLast()
        if last !== transfer {
            last.slot = transfer.slot
            inFlight[transfer.slot] = last
        }
    }
}

extension CurlAgent {
    /// Sound without a retain: the group of transfers, which holds the pointer, is freed with the agent.
    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        switchboard_multi_set_pointer(multi.pointer, CURLMOPT_SOCKETDATA, context)
        switchboard_multi_set_pointer(multi.pointer, CURLMOPT_TIMERDATA, context)
        switchboard_multi_set_socket_callback(multi.pointer) { _, socket, action, context, _ in
            context.map { CurlAgent.at($0).watch(socket, for: action) }
            return 0
        }
        switchboard_multi_set_timer_callback(multi.pointer) { _, milliseconds, context in
            context.map { CurlAgent.at($0).setTimer(milliseconds) }
            return 0
        }
    }

    private static func at(_ context: UnsafeMutableRawPointer) -> CurlAgent {
        Unmanaged<CurlAgent>.fromOpaque(context).takeUnretainedValue()
    }

    private func watch(_ socket: CInt, for action: CInt) {
        if action == CURL_POLL_REMOVE { poll.forget(socket) } else { poll.watch(socket, for: action) }
    }

    private func setTimer(_ milliseconds: Int) {
        timer = milliseconds < 0 ? nil : Self.now() + Int64(milliseconds) * 1_000_000
    }

    private func fireTimer() {
        guard let due = timer, Self.now() >= due else { return }
        timer = nil
        var running: CInt = 0
        curl_multi_socket_action(multi.pointer, CURL_SOCKET_TIMEOUT, 0, &running)
    }

    private var millisecondsToWait: CInt {
        guard let timer else { return -1 }
        return CInt(min(max(0, (timer - Self.now() + 999_999) / 1_000_000), 60_000))
    }

    /// libcurl's timers run on the kernel's clock, whatever clock the deadlines are read from.
    private static func now() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
