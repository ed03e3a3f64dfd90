package import SwitchboardCore

/// Everything that is wrong with a configuration; nothing was built from it.
public struct ConfigurationError: Error, Sendable, Hashable {
    /// One thing that is wrong.
    public struct Problem: Sendable, Hashable {
        /// The file, where it stands in one.
        public var file: String?

        /// The line in the file, from 1.
        public var line: Int?

        /// The path of the key, or the environment variable.
        public var path: String

        /// What is wrong and what to do.
        public var message: String
    }

    /// What is wrong: the file's in the order of its lines, then what stands elsewhere; never empty.
    public var problems: [Problem]
}

extension ConfigurationError {
    /// Wraps what only showed when the hub was built.
    package init(_ failure: Failure) {
        problems = [Problem(file: nil, line: nil, path: "", message: failure.message)]
    }
}

extension ConfigurationError.Problem: CustomStringConvertible {
    /// `file:line: path: message`, as compilers write it.
    public var description: String {
        let place = file.map { file in line.map { "\(file):\($0): " } ?? "\(file): " } ?? ""
        return "\(place)\(path.isEmpty ? "" : path + ": ")\(message)"
    }
}

extension [ConfigurationError.Problem] {
    /// The problems as somebody mends them: down the file, then what stands outside of it.
    var inReadingOrder: Self {
        let line = { (problem: Element) in problem.line ?? (problem.file == nil ? Int.max : 0) }
        return enumerated().sorted { (line($0.element), $0.offset) < (line($1.element), $1.offset) }.map(\.element)
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One problem a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
