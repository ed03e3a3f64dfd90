package import SwitchboardCore

/// What a running process says of itself, for operators: no secrets, and nothing about customers.
package struct ProcessReport: Sendable, Hashable {
    /// Why a process goes by an older configuration than its files say.
    package struct Setback: Sendable, Hashable {
        /// What became of the newer one.
        package enum Kind: String, Sendable, Hashable {
            /// It is wrong.
            case refused
            /// An operator has frozen the routes.
            case frozen
        }

        /// What became of the newer one.
        package var kind: Kind

        /// Why, in one line.
        package var reason: String

        /// Makes a setback; only the first thousand characters of the reason are kept.
        package init(_ kind: Kind, reason: String) {
            self.kind = kind
            self.reason = String(reason.prefix(1000))
        }
    }

    /// Which process it is.
    package var process: ProcessMark

    /// Since when it runs.
    package var since: Timestamp

    /// What the configuration calls it.
    package var service: String

    /// The fingerprint of the configuration that it goes by.
    package var version: String

    /// Why that is not the newest; `nil` where it is.
    package var setback: Setback?

    /// Its provider instances, by name.
    package var instances: [InstanceReport]

    /// Makes a report.
    package init(
        process: ProcessMark,
        since: Timestamp,
        service: String,
        version: String,
        setback: Setback?,
        instances: [InstanceReport]
    ) {
        self.process = process
        self.since = since
        self.service = service
        self.version = version
        self.setback = setback
        self.instances = instances.sorted { $0.name < $1.name }
    }

    /// The report without what changes with every call: what is left is worth writing when it changes.
    var essence: ProcessReport {
        var essence = self
        for index in essence.instances.indices { essence.instances[index].forgetTraffic() }
        return essence
    }
}

/// What a running process says of one of its provider instances.
package struct InstanceReport: Sendable, Hashable {
    /// What decides whether the next call may pass.
    package struct Guards: Sendable, Hashable {
        /// The endpoint group that they belong to; `nil` where the instance has only one.
        package var group: String?

        /// The circuit breaker.
        package var breaker: Breaker

        /// The rate limiter.
        package var limiter: Limiter

        /// The concurrency limit; `nil` where an earlier version wrote the file.
        package var concurrency: Concurrency?

        /// Puts them together.
        package init(
            group: String? = nil,
            breaker: Breaker,
            limiter: Limiter,
            concurrency: Concurrency? = nil
        ) {
            self.group = group
            self.breaker = breaker
            self.limiter = limiter
            self.concurrency = concurrency
        }
    }

    /// A concurrency limit at one moment.
    package struct Concurrency: Sendable, Hashable {
        /// How many calls may be under way at once.
        package var limit: Int

        /// How many are.
        package var inUse: Int

        /// How many wait for their turn.
        package var waiting: Int

        /// Makes a limit's state.
        package init(limit: Int, inUse: Int, waiting: Int) {
            self.limit = limit
            self.inUse = inUse
            self.waiting = waiting
        }
    }

    /// A circuit breaker at one moment.
    package struct Breaker: Sendable, Hashable {
        /// Whether calls pass; the raw values stand in the file.
        package enum Position: String, Sendable, Hashable {
            /// They do.
            case closed
            /// They do not.
            case open
            /// One probe at a time does.
            case halfOpen = "half_open"
            /// An operator has it pass nothing.
            case forcedOpen = "forced_open"
            /// An operator has it pass everything.
            case forcedClosed = "forced_closed"
        }

        /// Whether calls pass.
        package var position: Position

        /// When an open one lets a probe through.
        package var until: Timestamp?

        /// How many failures came in a row.
        package var failures: Int

        /// Makes a breaker's state.
        package init(_ position: Position, until: Timestamp? = nil, failures: Int = 0) {
            self.position = position
            self.until = until
            self.failures = failures
        }
    }

    /// A rate limiter at one moment.
    package struct Limiter: Sendable, Hashable {
        /// How many calls may begin at once.
        package var freePlaces: Int

        /// When the next call may begin, where none may at once.
        package var nextPlace: Timestamp?

        /// Until when the provider wants no calls, where it said so.
        package var pausedUntil: Timestamp?

        /// Makes a limiter's state.
        package init(freePlaces: Int, nextPlace: Timestamp? = nil, pausedUntil: Timestamp? = nil) {
            self.freePlaces = freePlaces
            self.nextPlace = nextPlace
            self.pausedUntil = pausedUntil
        }

        /// Keeps only whether there are places.
        fileprivate mutating func forgetPlaces() {
            freePlaces = min(freePlaces, 1)
            nextPlace = nil
        }
    }

    /// The instance's name.
    package var name: String

    /// The guards of its first endpoint group, which is all of it for most; `nil` where its credentials are missing.
    package var guards: Guards?

    /// The guards of its other endpoint groups.
    package var otherGuards: [Guards]

    /// How often another instance did the work in its place since the process started.
    package var timesReplaced: Int

    /// The guards of all its endpoint groups.
    package var allGuards: [Guards] { (guards.map { [$0] } ?? []) + otherGuards }

    /// Makes a report.
    package init(_ name: String, guards: Guards?, otherGuards: [Guards] = [], timesReplaced: Int) {
        self.name = name
        self.guards = guards
        self.otherGuards = otherGuards
        self.timesReplaced = timesReplaced
    }

    /// Leaves out what changes with every call.
    fileprivate mutating func forgetTraffic() {
        guards?.forgetTraffic()
        for index in otherGuards.indices { otherGuards[index].forgetTraffic() }
    }
}

extension InstanceReport.Guards {
    fileprivate mutating func forgetTraffic() {
        limiter.forgetPlaces()
        concurrency = nil
    }
}
