import AuditStore
import Glibc
import SwitchboardCore

/// Writes an audit log, or reads one, for tests that need a process of its own.
///
/// It tells on its standard output what the log has told it, line by line, and ends when its standard input does. Mostly
/// it does not come to that: it is killed. Arguments are `name=value`; ``Orders`` lists them.
@main
struct AuditWriterProcess {
    static func main() async {
        do {
            let orders = try Orders(CommandLine.arguments.dropFirst())
            switch orders.role {
            case .write: try await Callers(orders).run()
            case .read: try await Listing(orders).run()
            }
        } catch {
            tell("failed \(error)")
            exit(1)
        }
    }
}

/// Writes a line at once and whole: a caller that was told something must be able to say so before it is killed.
func tell(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    guard write(STDOUT_FILENO, bytes, bytes.count) == bytes.count else { exit(2) }
}

/// Whether standard input has ended.
func inputHasEnded() -> Bool { pollInput(0) }

/// Blocks until standard input ends.
func waitForEndOfInput() {
    while !pollInput(-1) {}
}

private func pollInput(_ timeout: CInt) -> Bool {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, timeout) > 0
}
