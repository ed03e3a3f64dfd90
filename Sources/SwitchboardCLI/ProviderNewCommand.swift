import ArgumentParser
import SwitchboardCore

/// Writes the package with which a provider of the user's own begins.
struct ProviderNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes a Swift package with a provider that builds, has tests and can be called at once.",
        discussion: """
            The provider writes notes for a service that does not exist: put your own in its place. \
            docs/adding-a-provider.md explains every file and goes on from there. Nothing is overwritten.

            Examples:
              switchboard provider new acme
              switchboard provider new acme --directory ~/work/acme
              switchboard provider new acme --switchboard ~/work/switchboard
            """
    )

    @Argument(help: "The provider's name in configuration: lower-case letters, digits and underscores.")
    var name: String

    @Option(help: "Where to; a folder that is new or empty. NAME-provider unless given.", completion: .directory)
    var directory: String?

    @Option(
        help: "The folder of Switchboard's own sources; beside the new one, as ../switchboard, unless given.",
        completion: .directory
    )
    var switchboard: String?

    func run() throws {
        let library = switchboard.map { SkeletonFolder.absolute($0) }
        let skeleton = try ProviderSkeleton(name: name, library: library ?? ProviderSkeleton.usualLibrary)
        let folder = SkeletonFolder(path: directory ?? skeleton.packageName)
        let paths = try folder.write(skeleton.files)
        let next = "next: cd \(folder.path) && swift test"
        try Output.text((paths + [next]).map(\.printable).joined(separator: "\n"))
        if !folder.leads(to: skeleton.library) {
            Output.error("no sources of Switchboard in \(skeleton.library): give Package.swift their path first")
        }
    }
}
