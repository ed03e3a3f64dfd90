import ArgumentParser
import Switchboard
import SwitchboardCore

/// What a shell offers for values that are neither files nor fixed words.
enum CommandCompletion {
    /// The names of all actions.
    static var actions: CompletionKind { .list(ActionCatalog().entries.map { $0.action.name }) }

    /// The names of the provider instances in the configuration, asked for when somebody presses the key.
    static var providers: CompletionKind {
        .custom { words, _, _ in providerNames(for: words) }
    }

    /// The instances of the configuration that a command line names.
    ///
    /// - Parameter words: The command line so far.
    /// - Returns: The names; those of the provider types where the configuration cannot be read.
    static func providerNames(for words: [String]) -> [String] {
        let file = zip(words, words.dropFirst()).first { $0.0 == "--config" }?.1
        let joined = words.first { $0.hasPrefix("--config=") }.map { String($0.dropFirst("--config=".count)) }
        guard let configuration = try? SwitchboardConfiguration.load(file: file ?? joined) else {
            return builtInProviders.map { type in type.name }
        }
        return configuration.instances.map(\.settings.instance)
    }
}
