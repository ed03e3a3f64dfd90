import Synchronization

/// A line on a terminal that is written over as work goes on; nothing anywhere else.
final class ProgressLine: Sendable {
    private let screen: Screen
    private let width = Mutex(0)

    /// Creates a line on standard error, as that screen is.
    init(on screen: Screen) {
        self.screen = screen
    }

    /// Shows a text in the place of the one before.
    func show(_ text: String) {
        guard screen.isTerminal else { return }
        let shown = String(text.prefix(max(1, (screen.width ?? 80) - 1)))
        let before = width.withLock { width in
            defer { width = shown.count }
            return width
        }
        Output.errorPart("\r" + shown + String(repeating: " ", count: max(0, before - shown.count)))
    }

    /// Goes to the next line, where something stands on this one.
    func end() {
        let before = width.withLock { width in
            defer { width = 0 }
            return width
        }
        if before > 0 { Output.errorPart("\n") }
    }
}
