import HTTPTypes
import SwitchboardCore

/// The faults that wait and the log of what came: everything that the server itself remembers, as a plain value.
struct SandboxJournal {
    private let initialFaults: [Fault]
    private var faults: [Fault]
    private var entries: [Entry] = []
    private var nextNumber = 0

    /// Creates an empty log, with the faults that wait from the start.
    init(faults: [Fault] = []) {
        initialFaults = faults
        self.faults = faults
    }

    private struct Entry {
        var number: Int
        var provider: String
        var request: SandboxRequest
        var fault: JSONValue?
        /// `nil` for a request that is unanswered: still waiting, or dropped.
        var status: Int?

        var json: JSONValue {
            var members: [String: JSONValue] = [
                "provider": .string(provider),
                "method": .string(request.method.rawValue),
                "path": .string(request.path),
                "status": status.map { .integer(Int64($0)) } ?? .null,
                "body": request.loggedBody,
            ]
            if !request.query.isEmpty { members["query"] = .string(request.query) }
            members["fault"] = fault
            return .object(members)
        }
    }

    /// The log, newest last.
    var log: JSONValue { .array(entries.map(\.json)) }

    /// The faults that still wait, in the order in which they are tried, with the number of times that is left.
    var waiting: JSONValue {
        .array(
            faults.map { fault in
                var members = fault.posted.object ?? [:]
                members["provider"] = .string(fault.provider)
                members["times"] = .integer(Int64(fault.times))
                return .object(members)
            }
        )
    }

    /// Logs a request that has come, and uses up the first fault that meets it.
    ///
    /// - Returns: The number under which ``close(_:status:)`` finds the log entry again, and the fault.
    mutating func open(_ request: SandboxRequest, to provider: String) -> (number: Int, fault: Fault?) {
        let fault = take(request, to: provider)
        nextNumber += 1
        // The log lives as long as the server: credentials must not get into it at all.
        entries.append(
            Entry(number: nextNumber, provider: provider, request: request.withoutCredentials, fault: fault?.posted)
        )
        return (nextNumber, fault)
    }

    /// Notes what a request was answered with; one that the log has lost since is passed over.
    mutating func close(_ number: Int, status: Int) {
        guard let index = entries.lastIndex(where: { $0.number == number }) else { return }
        entries[index].status = status
    }

    /// Adds faults behind those that wait already.
    mutating func add(_ faults: [Fault]) { self.faults += faults }

    /// Forgets all faults.
    mutating func clearFaults() { faults = [] }

    /// Goes back to the start: an empty log, and the faults of the start.
    mutating func reset() {
        faults = initialFaults
        entries = []
    }

    /// Forgets all log entries.
    mutating func clearLog() { entries = [] }

    private mutating func take(_ request: SandboxRequest, to provider: String) -> Fault? {
        guard let index = faults.firstIndex(where: { $0.meets(request, to: provider) }) else { return nil }
        let fault = faults[index]
        if fault.times == 1 {
            faults.remove(at: index)
        } else if fault.times > 1 {
            faults[index].times -= 1
        }
        return fault
    }
}
