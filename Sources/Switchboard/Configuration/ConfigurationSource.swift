import Foundation
import SwitchboardCore

/// Where a configuration was read from, so that it can be read again.
public struct ConfigurationSource: Sendable {
    /// The file; it need not exist.
    public var file: String

    /// The environment's variables, as they were at the start: those of a process do not change.
    public var environment: [String: String]

    /// The audit log's folder where it was named beside the configuration, and by whom.
    var auditDirectory: (path: String, origin: ConfigurationOrigin)?

    /// Creates a source.
    public init(file: String, environment: [String: String]) {
        self.file = file
        self.environment = environment
    }

    /// Reads the configuration again.
    ///
    /// - Throws: Everything that is wrong with it.
    func read(providers: [any Provider.Type]) throws(ConfigurationError) -> SwitchboardConfiguration {
        var configuration = try SwitchboardConfiguration.load(
            file: file,
            environment: environment,
            providers: providers
        )
        if let (path, origin) = auditDirectory { configuration.replaceAuditDirectory(path, origin: origin) }
        return configuration
    }
}

/// What tells whether a file has been changed since, without reading it.
struct FileStamp: Sendable, Hashable {
    private var number: Int?
    private var size: Int?
    private var modified: Date?

    /// Looks at a file; one that is not there has a stamp too.
    init(of path: String) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return }
        number = attributes[.systemFileNumber] as? Int
        size = attributes[.size] as? Int
        modified = attributes[.modificationDate] as? Date
    }
}

extension SwitchboardConfiguration {
    /// What each file is like now that it was read from.
    var fileStamps: [String: FileStamp] {
        Dictionary(files.map { ($0, FileStamp(of: $0)) }) { first, _ in first }
    }

    /// Its own file, and those of its credentials.
    private var files: [String] {
        let secrets = origins.values.compactMap { origin -> String? in
            if case .secretFile(let file, namedBy: _) = origin { file } else { nil }
        }
        return (source.map { [$0.file] } ?? []) + Set(secrets).sorted()
    }
}
