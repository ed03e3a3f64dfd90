import Yams

/// Keeps account of one reading: what is wrong, so that one run tells all of it, and where each value stands.
final class LoadingLog {
    private let file: String?
    private(set) var problems: [ConfigurationError.Problem] = []
    private(set) var warnings: [ConfigurationError.Problem] = []
    private(set) var origins: [String: ConfigurationOrigin] = [:]

    init(file: String?) {
        self.file = file
    }

    func add(_ path: String, _ message: String, at node: Node? = nil) {
        let isInFile = node != nil
        problems.append(
            .init(file: isInFile ? file : nil, line: node?.mark?.line, path: path, message: message)
        )
    }

    /// Adds what does not keep the hub from starting.
    func warn(_ path: String, _ message: String) {
        warnings.append(.init(file: nil, line: nil, path: path, message: message))
    }

    /// Takes note of where the value of a key comes from; the last word counts.
    func note(_ origin: ConfigurationOrigin, of path: String) {
        origins[path] = origin
    }

    /// The place of a node in the file.
    func place(of node: Node) -> ConfigurationOrigin { .file(file, line: node.mark?.line) }
}
