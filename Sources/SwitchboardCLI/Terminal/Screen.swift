import Glibc

/// What a stream of the tool's ends in: a terminal with colours and a width, or something that takes plain text.
struct Screen: Sendable, Hashable {
    /// Whether a person reads it as it is written.
    var isTerminal = false

    /// Whether it understands escape codes for colours and bold text.
    var hasColours = false

    /// How many characters fit on a line; `nil` where lines may have any length.
    var width: Int?

    /// A file or a pipe.
    static let plain = Screen()

    /// Standard output, where results go.
    static let output = Screen(descriptor: STDOUT_FILENO)

    /// Standard error, where log lines and complaints go.
    static let errors = Screen(descriptor: STDERR_FILENO)
}

extension Screen {
    /// Reads what the environment says about a stream.
    ///
    /// - Parameters:
    ///   - isTerminal: Whether the stream is a terminal; all else holds for terminals only.
    ///   - columns: The terminal's own word on its width, 0 where it does not know; `COLUMNS` counts then.
    ///   - variables: Reads an environment variable. A `NO_COLOR` that is not empty and a `TERM` of `dumb` mean no colours.
    init(isTerminal: Bool, columns: Int, variables: (String) -> String?) {
        guard isTerminal else {
            self = .plain
            return
        }
        let plain = variables("TERM") == "dumb" || !(variables("NO_COLOR") ?? "").isEmpty
        let width = columns > 0 ? columns : variables("COLUMNS").flatMap(Int.init) ?? 0
        self.init(isTerminal: true, hasColours: !plain, width: width > 0 ? width : nil)
    }

    private init(descriptor: Int32) {
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
        self.init(isTerminal: isatty(descriptor) == 1, columns: isKnown ? Int(size.ws_col) : 0) { name in
            getenv(name).map { String(cString: $0) }
        }
    }
}
