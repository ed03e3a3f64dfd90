import CCurl
import Glibc
import SwitchboardCore

/// Waits for any of a set of descriptors; the kernel's epoll.
///
/// libcurl lets go of a connection after each request and takes it up again with the next one. The kernel is not told of
/// either, which would cost two calls a request: once a connection has carried a request, the kernel goes on watching it,
/// and only an idle one that something happens to is dropped from the set. Confined to the agent's thread.
final class EventPoll {
    /// What is known of a socket.
    private struct Watch {
        /// What the kernel watches for; 0 for nothing.
        var flags: UInt32 = 0
        /// Whether libcurl wants to hear of it.
        var isWanted = false
        /// Whether libcurl says when it closes the socket, so that its number cannot come to mean another one unnoticed.
        var isConnection = false
    }

    private let descriptor: CInt
    /// By the sockets' numbers, which the kernel keeps small.
    private var watches: [Watch] = []
    private let events: UnsafeMutableBufferPointer<epoll_event>

    /// Creates an empty set.
    init() throws(Failure) {
        descriptor = switchboard_poll_create()
        guard descriptor >= 0 else { throw .noDescriptors }
        events = .allocate(capacity: 128)
        events.initialize(repeating: epoll_event())
    }

    deinit {
        events.deallocate()
        Glibc.close(descriptor)
    }

    /// Watches a descriptor for its edges only: it is reported once for each write to it, and need not be read.
    func watchEdges(_ watched: CInt) throws(Failure) {
        let flags = EPOLLIN.rawValue | EPOLLET.rawValue
        guard switchboard_poll_control(descriptor, EPOLL_CTL_ADD, watched, flags) == 0 else { throw .noDescriptors }
    }

    /// Takes note of a new socket: nothing is known of it, whatever its number meant before.
    func open(_ socket: CInt) {
        self[socket] = Watch()
        // A program that this one starts must not keep the connection open.
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    }

    /// Takes note that a connection has carried a request: from now on libcurl says when it closes its socket.
    ///
    /// Before that it may not: libcurl 7.88 to 8.2 closes sockets behind our back that never came to be a connection,
    /// and their numbers may be given out again (https://github.com/curl/curl/pull/11439).
    func keep(_ socket: CInt) {
        guard socket >= 0 else { return }
        self[socket].isConnection = true
    }

    /// Closes a connection's socket.
    func close(_ socket: CInt) -> CInt {
        // By hand, since a copy of the socket in another process would keep it in the set for ever.
        if self[socket].flags != 0 { drop(socket) }
        self[socket] = Watch()
        return Glibc.close(socket)
    }

    /// Watches a socket in the way that libcurl asks for.
    ///
    /// - Parameters:
    ///   - socket: The socket.
    ///   - action: What libcurl waits for, one of its `CURL_POLL` values.
    func watch(_ socket: CInt, for action: CInt) {
        var flags: UInt32 = 0
        if action & CURL_POLL_IN != 0 { flags |= EPOLLIN.rawValue }
        if action & CURL_POLL_OUT != 0 { flags |= EPOLLOUT.rawValue }
        let known = self[socket]
        self[socket].isWanted = true
        guard !known.isConnection || known.flags != flags else { return }
        self[socket].flags = flags
        let (first, second) = known.flags != 0 ? (EPOLL_CTL_MOD, EPOLL_CTL_ADD) : (EPOLL_CTL_ADD, EPOLL_CTL_MOD)
        // A number that was closed and given out again may be known to one side only.
        if switchboard_poll_control(descriptor, first, socket, flags) != 0 {
            _ = switchboard_poll_control(descriptor, second, socket, flags)
        }
    }

    /// Reports a socket no longer; it may be closed already.
    func forget(_ socket: CInt) {
        self[socket].isWanted = false
        if !self[socket].isConnection { drop(socket) }
    }

    /// The object that a callback's context stands for.
    static func at(_ context: UnsafeMutableRawPointer?) -> EventPoll? {
        context.map { Unmanaged<EventPoll>.fromOpaque($0).takeUnretainedValue() }
    }

    private func drop(_ socket: CInt) {
        self[socket].flags = 0
        _ = switchboard_poll_control(descriptor, EPOLL_CTL_DEL, socket, 0)
    }

    private subscript(socket: CInt) -> Watch {
        get { Int(socket) < watches.count ? watches[Int(socket)] : Watch() }
        set {
            while watches.count <= Int(socket) { watches.append(Watch()) }
            watches[Int(socket)] = newValue
        }
    }

    /// Waits, and reports what is ready.
    ///
    /// - Parameters:
    ///   - milliseconds: How long at most; -1 for as long as it takes.
    ///   - report: Takes a descriptor, and its state in libcurl's terms.
    func wait(milliseconds: CInt, report: (CInt, CInt) -> Void) {
        let count = epoll_wait(descriptor, events.baseAddress, CInt(events.count), milliseconds)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            let flags = events[index].events
            var state: CInt = 0
            if flags & EPOLLIN.rawValue != 0 { state |= CURL_CSELECT_IN }
            if flags & EPOLLOUT.rawValue != 0 { state |= CURL_CSELECT_OUT }
            if flags & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { state |= CURL_CSELECT_ERR }
            let socket = switchboard_event_descriptor(&events[index])
            let watch = self[socket]
            // The far side closed an idle connection, or wrote to it: libcurl finds out when it wants to use it again.
            if watch.isWanted || watch.flags == 0 { report(socket, state) } else { drop(socket) }
        }
    }
}
