import CCurl
import Glibc
import SwitchboardCore

/// Waits for any of a set of descriptors; the kernel's epoll.
///
/// Confined to the agent's thread.
final class EventPoll {
    private let descriptor: CInt
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
        close(descriptor)
    }

    /// Watches a descriptor for its edges only: it is reported once for each write to it, and need not be read.
    func watchEdges(_ watched: CInt) throws(Failure) {
        let flags = EPOLLIN.rawValue | EPOLLET.rawValue
        guard switchboard_poll_control(descriptor, EPOLL_CTL_ADD, watched, flags) == 0 else { throw .noDescriptors }
    }

    /// Watches a socket in the way that libcurl asks for.
    ///
    /// - Parameters:
    ///   - socket: The socket.
    ///   - action: What libcurl waits for, one of its `CURL_POLL` values.
    ///   - isKnown: Whether it is watched already.
    func watch(_ socket: CInt, for action: CInt, isKnown: Bool) {
        var flags: UInt32 = 0
        if action & CURL_POLL_IN != 0 { flags |= EPOLLIN.rawValue }
        if action & CURL_POLL_OUT != 0 { flags |= EPOLLOUT.rawValue }
        let (first, second) = isKnown ? (EPOLL_CTL_MOD, EPOLL_CTL_ADD) : (EPOLL_CTL_ADD, EPOLL_CTL_MOD)
        // A number that was closed and given out again may be known to one side only.
        if switchboard_poll_control(descriptor, first, socket, flags) != 0 {
            _ = switchboard_poll_control(descriptor, second, socket, flags)
        }
    }

    /// Watches a socket no longer; it may be closed already.
    func forget(_ socket: CInt) {
        _ = switchboard_poll_control(descriptor, EPOLL_CTL_DEL, socket, 0)
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
            report(switchboard_event_descriptor(&events[index]), state)
        }
    }
}
