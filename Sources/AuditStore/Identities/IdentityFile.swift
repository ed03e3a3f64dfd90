import Dispatch
import GRDB
package import SwitchboardCore
import Synchronization

/// The identity map of an audit folder, `identities.sqlite`, which all its processes share.
///
/// Without the master key it says nothing about anybody: ids of people are hashed, those of providers sealed. It holds
/// nothing in memory, so what one process forgets is forgotten by all. After trouble it rests for a while, so that calls
/// do not queue up behind a file that somebody keeps locked.
package final class IdentityFile: IdentityMap {
    /// How long nobody asks after trouble.
    private static let rest: Duration = .seconds(30)

    private struct State {
        var connection: IdentityConnection
        var trouble: (failure: Failure, end: ContinuousClock.Instant)?
    }

    let key: MasterKey
    let time: TimeSource
    private let directory: AuditDirectory
    private let thread = DispatchQueue(label: "switchboard.audit.identities")
    /// Held by the thread only.
    private let state: Mutex<State>

    /// Names the folder, which need not exist yet, and whose file is made when something is to be remembered.
    package init(directory: String, masterKey: MasterKey, time: TimeSource = .system) {
        self.directory = AuditDirectory(path: directory)
        self.time = time
        key = masterKey
        state = Mutex(State(connection: IdentityConnection(self.directory, key: masterKey)))
    }

    /// Whether there is a file.
    package var isThere: Bool { FileIdentity(directory.identities) != nil }

    /// Recalls who a person is; `nil` where there is no file.
    package func recall(
        _ person: Person,
        at instance: String,
        learntWithin age: Duration
    ) async throws(Failure) -> ProviderIdentity? {
        guard let id = KeyedID.strongest(of: person, key: key) else { return nil }
        let now = time.wallClock()
        return try await run("reading") { [key] database in
            try database.read { db in
                try IdentityRow.fetch(db, id.hash.data, at: instance, learntWithin: age, now)?.identity(key)
            }
        } ?? nil
    }

    /// Remembers who a person is, and drops what is older than `age`.
    package func remember(
        _ identity: ProviderIdentity,
        of person: Person,
        at instance: String,
        keeping age: Duration
    ) async throws(Failure) {
        guard let id = KeyedID.strongest(of: person, key: key) else { return }
        let now = time.wallClock()
        _ = try await run("writing", makesFile: true) { [key] database in
            let row = try IdentityRow(identity, of: id, at: instance, learntAt: now, key: key)
            try database.write { db in
                try IdentityRow.deleteLearnt(db, before: now.advanced(by: .zero - age))
                try row.insert(db)
            }
        }
    }

    /// Forgets who a person is, under each id given; whatever the trouble, it is tried.
    package func forget(_ person: Person, at instance: String) async throws(Failure) {
        _ = try await forget(person, at: Optional(instance))
    }

    /// Runs work off the pool; `nil` where there is no file.
    func run<Value: Sendable>(
        _ doing: String,
        makesFile: Bool = false,
        rests: Bool = true,
        _ work: @escaping @Sendable (DatabaseQueue) throws -> Value
    ) async throws(Failure) -> Value? {
        try await withCheckedContinuation { (continuation: CheckedContinuation<Result<Value?, Failure>, Never>) in
            thread.async { [self] in
                let result = Result { () throws(Failure) in
                    try attempt(doing, makesFile: makesFile, rests: rests, work)
                }
                continuation.resume(returning: result)
            }
        }
        .get()
    }

    private func attempt<Value: Sendable>(
        _ doing: String,
        makesFile: Bool,
        rests: Bool,
        _ work: (DatabaseQueue) throws -> Value
    ) throws(Failure) -> Value? {
        try state.withLock { state throws(Failure) in
            if rests, let trouble = state.trouble, time.now() < trouble.end { throw trouble.failure }
            do {
                let value = try state.connection.open(makesFile: makesFile).map(work)
                state.trouble = nil
                return value
            } catch {
                // The next work begins with a connection of its own.
                state.connection = IdentityConnection(directory, key: key)
                let failure = Failure.auditStorage(error, while: "\(doing) \(directory.identities)")
                state.trouble = (failure, time.now().advanced(by: Self.rest))
                throw failure
            }
        }
    }
}

extension KeyedID {
    /// The id under which the identity map knows a person; `nil` where there is only a provider's.
    static func strongest(of person: Person, key: MasterKey) -> KeyedID? {
        let person = Person(email: person.userID == nil ? person.email : nil, userID: person.userID)
        return all(of: person, at: nil, key: key).first
    }
}
