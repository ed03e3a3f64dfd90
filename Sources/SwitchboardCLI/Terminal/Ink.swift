import Logging

/// The few ways in which the tool sets text apart, on terminals that can.
enum Ink: String {
    case bold = "1"
    case faint = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"

    /// Sets a text apart; the text itself must be printable.
    ///
    /// - Returns: The text with its escape codes, or as it is where the screen shows no colours.
    func text(_ text: String, on screen: Screen) -> String {
        guard screen.hasColours, !text.isEmpty else { return text }
        return "\u{1B}[\(rawValue)m\(text)\u{1B}[0m"
    }
}

extension Ink {
    /// The ink of an outcome: what somebody must look at stands out.
    static func outcome(_ verdict: String) -> Ink? {
        switch verdict {
        case "success": .green
        case "failure": .red
        case "unknown": .yellow
        default: nil
        }
    }

    /// The ink of a log level.
    static func level(_ level: Logger.Level) -> Ink? {
        switch level {
        case .trace, .debug: .faint
        case .info, .notice: nil
        case .warning: .yellow
        case .error, .critical: .red
        }
    }
}
