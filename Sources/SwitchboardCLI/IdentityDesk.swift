import AuditStore
import Logging
import Switchboard
import SwitchboardCore

/// The identity map of an audit folder, as the commands use it.
struct IdentityDesk {
    typealias Entry = IdentityFile.Entry

    /// What became of one entry when its provider was asked.
    struct Check {
        enum Verdict: String {
            case same, changed, gone, failed
        }

        let entry: Entry
        let verdict: Verdict
        /// Who has the id now; `nil` where nobody has, or where nobody knows.
        var found: String?
        /// Why that is not known, or why it is nobody.
        var failure: Failure?
    }

    private let configuration: SwitchboardConfiguration
    private let map: IdentityFile?

    /// Names the map; neither it nor the folder need exist, and none is made.
    init(_ configuration: SwitchboardConfiguration) throws(Failure) {
        self.configuration = configuration
        map = try configuration.audit.presentIdentities()
    }

    /// The audit log's folder.
    var folder: String { configuration.audit.directory }

    /// When an entry is no longer used.
    func end(of entry: Entry) -> Timestamp { entry.learntAt.advanced(by: configuration.identity.maximumAge) }

    /// What is remembered of a person, as far as it is still used.
    func entries(of person: Person, at instance: String?) async throws(Failure) -> [Entry] {
        let all = try await map?.entries(of: person, learntWithin: configuration.identity.maximumAge) ?? []
        guard let instance else { return all }
        let entries = all.filter { $0.instance == instance }
        if entries.isEmpty { try check(instance) }
        return entries
    }

    /// Asks each entry's provider, and forgets what is no longer so.
    func check(_ entries: [Entry], _ logger: Logger) async throws -> [Check] {
        guard let map, !entries.isEmpty else { return [] }
        let tools = try CommunicationTools(configuration: configuration, logger: logger)
        let result: Result<[Check], Failure>
        do throws(Failure) {
            var checks: [Check] = []
            for entry in entries {
                let check = await check(entry, tools)
                if [.changed, .gone].contains(check.verdict) {
                    _ = try await map.forget(entry.person, at: Optional(entry.instance))
                }
                checks.append(check)
            }
            result = .success(checks)
        } catch {
            result = .failure(error)
        }
        await tools.shutdown()
        return try result.get()
    }

    private func check(_ entry: Entry, _ tools: CommunicationTools) async -> Check {
        let options = CallOptions(provider: entry.instance, actor: AuditOptions.actor)
        let outcome = await tools.perform(GetContact(person: entry.person), options)
        do throws(Failure) {
            let id = try outcome.get().contact.id
            return Check(entry: entry, verdict: id == entry.identity.id ? .same : .changed, found: id)
        } catch {
            let isGone = error.kind == .notFound || error.kind == .conflict
            return Check(entry: entry, verdict: isGone ? .gone : .failed, failure: error)
        }
    }

    /// Forgets a person, or everybody, with an entry in the audit log before.
    ///
    /// - Returns: How many entries were forgotten.
    func forget(_ person: Person?, at instance: String?) async throws -> Int {
        guard let map else {
            if let instance { try check(instance) }
            return 0
        }
        try await record("identity.forget", about: person, at: instance)
        let count =
            if let person {
                try await map.forget(person, at: instance)
            } else if let instance {
                try await map.forgetEverybody(at: instance)
            } else {
                0
            }
        if count == 0, let instance { try check(instance) }
        return count
    }

    /// Leaves an entry of what an operator did.
    func record(_ action: String, about person: Person?, at instance: String?) async throws {
        let reader = try configuration.audit.reader()
        let subjects = try [person?.userID, person?.email].compactMap(\.self).flatMap { try reader.subjects(of: $0) }
        let log = try configuration.audit.open()
        do {
            try await log.recordOperator(
                action,
                actor: AuditOptions.actor,
                subjects: subjects,
                detail: .object(instance.map { ["provider": .string($0)] } ?? [:])
            )
        } catch {
            await log.shutdown()
            throw error
        }
        await log.shutdown()
    }

    /// Refuses a name that the configuration does not know.
    private func check(_ name: String) throws(Failure) {
        let names = (configuration.instances + configuration.disabledInstances).map(\.settings.instance)
        guard !names.contains(name) else { return }
        let hint = name.nearest(among: names.sorted()).map { "; did you mean \($0)?" } ?? ""
        throw .invalidInput("--provider", "\(name) is not a configured provider\(hint)")
    }

    /// An entry for JSON output.
    func json(of entry: Entry) -> [String: JSONValue] {
        var json: [String: JSONValue] = [
            "provider": .string(entry.instance), "known_by": .string(entry.knownBy),
            "contact_id": .string(entry.identity.id), "since": .string("\(entry.learntAt)"),
            "until": .string("\(end(of: entry))"),
        ]
        json["role"] = entry.identity.role.map(JSONValue.string)
        return json
    }
}

extension IdentityFile.Entry {
    /// By which kind of id the person is known.
    var knownBy: String { person.userID == nil ? "email" : "user_id" }
}
