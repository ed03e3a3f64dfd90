import Logging
import SwitchboardCore
import Synchronization

/// The identity map as the hub uses it: what goes wrong with it is logged, and costs a look-up.
final class IdentityMemory: Sendable {
    /// On which terms one action uses the map.
    struct Terms: Sendable {
        fileprivate let memory: IdentityMemory
        fileprivate let maximumAge: Duration
    }

    private let map: any IdentityMap
    private let logger: Logger
    private let isInTrouble = Mutex(false)

    /// When somebody at an instance could not be forgotten: what was learnt before may be untrue.
    private let distrusted = Mutex<[String: Timestamp]>([:])

    /// Wraps a map.
    init(_ map: any IdentityMap, logger: Logger) {
        self.map = map
        self.logger = logger
    }

    /// Makes the terms of an action.
    ///
    /// - Parameter configuration: What the action goes by.
    /// - Returns: The terms; `nil` where the configuration switches the map off.
    func terms(_ configuration: IdentityConfiguration) -> Terms? {
        guard configuration.isEnabled else { return nil }
        return Terms(memory: self, maximumAge: configuration.maximumAge)
    }

    /// Forgets who a person is at an instance, under each id given.
    ///
    /// Where that fails, nothing that this process knows of the instance is believed any more.
    func forget(_ person: Person, at instance: String, now: Timestamp) async {
        let isForgotten: Void? = await going { map throws(Failure) in try await map.forget(person, at: instance) }
        if isForgotten == nil { distrusted.withLock { $0[instance] = now } }
    }

    /// How old what is remembered of an instance may be.
    fileprivate func belief(in instance: String, for age: Duration, now: Timestamp) -> Duration {
        distrusted.withLock { $0[instance] }.map { min(age, max(.zero, now.since($0))) } ?? age
    }

    /// Runs work on the map; `nil` where it fails, which is told once until it succeeds again.
    @discardableResult
    private func going<Value>(_ work: (any IdentityMap) async throws(Failure) -> Value) async -> Value? {
        do throws(Failure) {
            let value = try await work(map)
            isInTrouble.withLock { $0 = false }
            return value
        } catch {
            let isNews = isInTrouble.withLock { isInTrouble in
                defer { isInTrouble = true }
                return !isInTrouble
            }
            if isNews {
                logger.warning(
                    "identity map cannot be used, people are looked up",
                    metadata: [LogKey.reason: "\(error.message)"]
                )
            }
            return nil
        }
    }
}

extension IdentityMemory.Terms {
    /// Recalls who a person is at an instance.
    func recall(_ person: Person, at instance: String, now: Timestamp) async -> ProviderIdentity? {
        let age = memory.belief(in: instance, for: maximumAge, now: now)
        return await memory.going { map throws(Failure) in
            try await map.recall(person, at: instance, learntWithin: age)
        } ?? nil
    }

    /// Remembers who a person is at an instance.
    func remember(_ identity: ProviderIdentity, of person: Person, at instance: String) async {
        await memory.going { map throws(Failure) in
            try await map.remember(identity, of: person, at: instance, keeping: maximumAge)
        }
    }
}

/// What a handler asks of the map, through its client; a rehearsal writes nothing.
extension Visit {
    var hasWritten: Bool { journal.hasWritten }

    func recallIdentity(of person: Person) async -> ProviderIdentity? {
        await call.identities?.recall(person, at: instance.name, now: time.wallClock())
    }

    func remember(_ identity: ProviderIdentity, of person: Person) async {
        if call.recorder == nil { await call.identities?.remember(identity, of: person, at: instance.name) }
    }

    func forgetIdentities(of person: Person) async {
        // Also where the configuration switches the map off: what is remembered must be true when it is switched on.
        if call.recorder == nil {
            await call.tools.identities?.forget(person, at: instance.name, now: time.wallClock())
        }
    }
}
