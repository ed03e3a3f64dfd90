import Switchboard
import SwitchboardCore

/// The package that `switchboard provider new` writes: a provider with one action, its tests, and a tool that calls it.
///
/// docs/adding-a-provider.md shows every file of it for the name `acme`; a test compares the two.
struct ProviderSkeleton {
    /// One file of the package.
    struct File {
        /// Where, relative to the package's folder.
        var path: String
        var text: String
    }

    /// Where the sources of Switchboard are looked for, relative to the package.
    static let usualLibrary = "../switchboard"

    /// The name in configuration, such as `my_desk`.
    let name: String

    /// The path of Switchboard's sources, as the manifest names it.
    let library: String

    private let words: [String]

    /// Takes a name for a provider.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for a name that configuration would not take, or that is taken.
    init(name: String, library: String) throws(Failure) {
        guard name.count <= 40, name.wholeMatch(of: #/[a-z][a-z0-9]*(?:_[a-z0-9]+)*/#) != nil else {
            throw .invalidInput(
                "NAME",
                "must be lower-case letters, digits and single underscores, begin with a letter and have at most 40 of them"
            )
        }
        self.name = name
        self.library = library
        words = name.split(separator: "_").map(String.init)
        let modules = builtInProviders.map { "\($0)" }
        if name == "switchboard" || builtInProviders.contains(where: { $0.name == name }) || modules.contains(module) {
            throw .invalidInput("NAME", "\(name) is taken by Switchboard itself; choose another")
        }
    }

    /// The package's name, and its folder's.
    var packageName: String { "\(dashed)-provider" }

    /// Every file, in the order in which a reader should meet them.
    var files: [File] {
        [
            File(path: "Package.swift", text: manifest),
            File(path: ".gitignore", text: ".build/\nvar/\n"),
            File(path: "Sources/\(module)/\(module).swift", text: provider),
            File(path: "Sources/\(module)/\(type)+Notes.swift", text: notes),
            File(path: "Tests/\(module)Tests/\(type)Bench.swift", text: bench),
            File(path: "Tests/\(module)Tests/\(type)ContractTests.swift", text: contract),
            File(path: "Tests/\(module)Tests/\(type)NoteTests.swift", text: tests),
            File(path: "Sources/\(tool)/\(type)Hub.swift", text: hub),
            File(path: "hub.yaml", text: configuration),
        ]
    }
}

/// What the name becomes in the files.
extension ProviderSkeleton {
    /// The prefix of the provider's types, such as `MyDesk`.
    var type: String { words.map(\.withCapital).joined() }

    /// The provider's type and its module, such as `MyDeskProvider`.
    var module: String { "\(type)Provider" }

    /// The name for people, such as `My Desk`.
    var displayName: String { words.map(\.withCapital).joined(separator: " ") }

    /// The name in addresses and file names, such as `my-desk`.
    var dashed: String { words.joined(separator: "-") }

    /// The tool that performs actions, such as `my-desk-hub`.
    var tool: String { "\(dashed)-hub" }

    /// The variable that holds the token, such as `MY_DESK_API_TOKEN`.
    var tokenVariable: String { EnvironmentName.make(instance: name, key: "apiToken") }
}

extension String {
    /// The word with its first letter in upper case.
    fileprivate var withCapital: String { prefix(1).uppercased() + dropFirst() }

    /// The text as it stands between the quotes of a Swift literal.
    var inSwiftLiteral: String { replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#) }
}
