import ArgumentParser
import Switchboard
import SwitchboardCore

/// A moment on the command line: a time, a day or how long ago.
struct Moment: ExpressibleByArgument {
    let timestamp: Timestamp

    static var defaultCompletionKind: CompletionKind { .list(["1h", "24h", "7d", "30d"]) }

    init?(argument: String) {
        if let timestamp = Timestamp(argument) ?? Timestamp("\(argument)T00:00:00Z") {
            self.timestamp = timestamp
        } else if let ago = Duration(configuration: argument) {
            timestamp = TimeSource.system.wallClock().advanced(by: .zero - ago)
        } else {
            return nil
        }
    }
}
