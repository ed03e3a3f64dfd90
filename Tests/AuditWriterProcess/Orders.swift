import AuditStore
import Foundation
import SwitchboardCore
import Synchronization

/// What a process is to do.
struct Orders: Sendable {
    /// What it is there for.
    enum Role: String {
        case write
        case read
    }

    /// An argument that says nothing.
    struct Misunderstood: Error {
        let argument: String
    }

    /// `role`: writes unless told otherwise.
    private(set) var role = Role.write

    /// `folder`: the log.
    private(set) var folder = ""

    /// `callers`: how many act at the same time.
    private(set) var callers = 4

    /// `actions`: how many each of them performs; without end unless given.
    private(set) var actions = Int.max

    /// `at`: where its calendar clock begins.
    private(set) var start = Timestamp(microsecondsSince1970: 0)

    /// `step`: by how many microseconds that clock goes on with each look at it.
    private(set) var step: Int64 = 1000

    init(_ arguments: some Sequence<String>) throws {
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, take(parts[0], parts[1]) else { throw Misunderstood(argument: argument) }
        }
    }

    private mutating func take(_ name: String, _ value: String) -> Bool {
        switch name {
        case "role": return Self.set(&role, Role(rawValue: value))
        case "folder": return Self.set(&folder, value)
        case "callers": return Self.set(&callers, Int(value))
        case "actions": return Self.set(&actions, Int(value))
        case "at": return Self.set(&start, Timestamp(value))
        case "step": return Self.set(&step, Int64(value))
        default: return false
        }
    }

    private static func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    /// The key of every log that these processes write.
    func masterKey() throws -> MasterKey {
        try MasterKey(base64: Secret(Data(repeating: 1, count: 32).base64EncodedString()))
    }

    /// A calendar clock that goes on by being looked at.
    func time() -> TimeSource {
        let clock = SteppingClock(start, step)
        var time = TimeSource.system
        time.wallClock = { clock.look() }
        return time
    }
}

private final class SteppingClock: Sendable {
    private let moment: Mutex<Int64>
    private let step: Int64

    init(_ start: Timestamp, _ step: Int64) {
        moment = Mutex(start.microsecondsSince1970)
        self.step = step
    }

    func look() -> Timestamp {
        moment.withLock { moment in
            moment += step
            return Timestamp(microsecondsSince1970: moment)
        }
    }
}
