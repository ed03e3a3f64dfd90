/// The cores on which the programs run.
enum Cores {
    /// The client and the server each have one of their own.
    case apart(client: Int, server: Int)
    /// The system places them; the reason says why.
    case anywhere(String)

    /// Takes the first two that the process may use.
    ///
    /// - Parameters:
    ///   - status: The text of `/proc/self/status`.
    ///   - taskset: The program that pins, where there is one.
    init(status: String, taskset: String?) {
        let allowed = Self.allowed(status)
        if taskset == nil {
            self = .anywhere("not pinned to cores: there is no taskset")
        } else if allowed.count < 2 {
            self = .anywhere("not pinned to cores: there is only one")
        } else {
            self = .apart(client: allowed[0], server: allowed[1])
        }
    }

    /// How it was, in a few words.
    var text: String {
        switch self {
        case .apart(let client, let server): "the client pinned to core \(client), the server to core \(server)"
        case .anywhere(let reason): reason
        }
    }

    /// The cores in a line such as `Cpus_allowed_list: 0-1,4`.
    private static func allowed(_ status: String) -> [Int] {
        let name = "Cpus_allowed_list:"
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return [] }
        return line.dropFirst(name.count).split(separator: ",")
            .flatMap { part -> [Int] in
                let ends = part.split(separator: "-").compactMap { Int(trimmed($0)) }
                guard let first = ends.first, let last = ends.last, first <= last else { return [] }
                return Array(first...last)
            }
    }

    private static func trimmed(_ text: Substring) -> Substring { text.trimmingPrefix(while: \.isWhitespace) }
}
