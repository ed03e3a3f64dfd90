public import FoundationEssentials
public import SwitchboardCore

/// Every action that some type of provider can do, by name.
public struct ActionCatalog: Sendable {
    /// One action and who can do it.
    public struct Entry: Sendable {
        /// The action's type.
        public var action: any Action.Type

        /// The names of the provider types that can do it, in the order in which they were given.
        public var providers: [String]
    }

    private let entriesByName: [String: Entry]

    /// Collects the actions of some types of providers.
    public init(providers: [any Provider.Type] = builtInProviders) {
        var entries: [String: Entry] = [:]
        for provider in providers {
            for action in Self.actions(of: provider) {
                entries[action.name, default: Entry(action: action, providers: [])].providers.append(provider.name)
            }
        }
        entriesByName = entries
    }

    /// All entries, sorted by name.
    public var entries: [Entry] { entriesByName.values.sorted { $0.action.name < $1.action.name } }

    /// The action of a name.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` with the nearest known name.
    public func action(named name: String) throws(Failure) -> any Action.Type {
        if let entry = entriesByName[name] { return entry.action }
        let hint =
            name.nearest(among: entriesByName.keys.sorted()).map { "did you mean \($0)?" }
            ?? "'switchboard actions' lists them"
        throw .invalidInput("action", "is not a known action; \(hint)")
    }

    /// What keeps a text from being the JSON form of an action; `nil` where nothing does.
    public func problem(with json: Data, as name: String) -> Failure? {
        do throws(Failure) {
            try Self.decode(try action(named: name), json)
            return nil
        } catch {
            return error
        }
    }

    private static func decode<A: Action>(_ type: A.Type, _ json: Data) throws(Failure) {
        _ = try A.decode(json: json)
    }

    private static func actions<P: Provider>(of provider: P.Type) -> [any Action.Type] { P.actions.actions }
}

/// How an action that was named as text ended.
public struct NamedOutcome: Sendable {
    /// The outcome's flat JSON form.
    public var json: JSONValue

    /// Why it has not been done, or not for certain.
    public var failure: Failure?
}

extension CommunicationTools {
    /// Performs an action that is given as a name and JSON text, as the command line does.
    ///
    /// Input that does not decode is refused before it is an action: nothing is sent, and the audit log does not know it.
    ///
    /// - Parameters:
    ///   - name: The action's name.
    ///   - json: Its fields as one JSON object.
    ///   - options: What this call asks for beside it.
    /// - Returns: How it ended.
    public func perform(
        named name: String,
        json: Data,
        _ options: CallOptions = CallOptions()
    ) async -> NamedOutcome {
        do throws(Failure) {
            return await perform(try catalog.action(named: name), json, options)
        } catch {
            return NamedOutcome(failure: error)
        }
    }

    /// Rehearses an action that is given as a name and JSON text, as the command line does.
    ///
    /// - Parameters:
    ///   - name: The action's name.
    ///   - json: Its fields as one JSON object.
    ///   - options: What this call asks for beside it.
    /// - Returns: As ``rehearse(_:_:)``; input that does not decode is its failure.
    public func rehearse(
        named name: String,
        json: Data,
        _ options: CallOptions = CallOptions()
    ) async -> Rehearsal {
        do throws(Failure) {
            return await rehearse(try catalog.action(named: name), json, options)
        } catch {
            return Rehearsal(failure: error)
        }
    }

    private func rehearse<A: Action>(_ type: A.Type, _ json: Data, _ options: CallOptions) async -> Rehearsal {
        do throws(Failure) {
            return await rehearse(try A.decode(json: json, time: time), options)
        } catch {
            return Rehearsal(failure: error)
        }
    }

    private func perform<A: Action>(_ type: A.Type, _ json: Data, _ options: CallOptions) async -> NamedOutcome {
        do throws(Failure) {
            return NamedOutcome(await perform(try A.decode(json: json, time: time), options))
        } catch {
            return NamedOutcome(failure: error)
        }
    }
}

extension NamedOutcome {
    /// Creates the form of an outcome.
    init(_ outcome: Outcome<some ActionReceipt>) {
        json = (try? JSONValue(encoding: outcome)) ?? .null
        failure = outcome.failure
    }

    /// Creates the form of a failure that never became an action.
    public init(failure: Failure) {
        let form = (try? JSONValue(encoding: failure))?.object ?? [:]
        json = .object(form.merging(["success": false]) { own, _ in own })
        self.failure = failure
    }
}
