/// A credential that prints as redacted wherever it might show: descriptions, dumps, mirrors, string interpolation.
///
/// It is not `Encodable`, so that it cannot reach JSON by accident.
public struct Secret: Sendable, Hashable {
    private let value: String

    /// Wraps a credential.
    public init(_ value: String) {
        self.value = value
    }

    /// Returns the credential itself, for the one place that puts it on the wire.
    public func reveal() -> String { value }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { value.isEmpty }

    /// Replaces every occurrence of the credential in a text that came from outside.
    ///
    /// Credentials of fewer than four characters are left alone: they would shred ordinary words.
    package func redact(in text: String) -> String {
        guard value.utf8.count >= 4 else { return text }
        // Bytes, not characters: an accent behind the credential would hide it.
        let bytes = Array(text.utf8).replacing(Array(value.utf8), with: Array(description.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text form.
    public var description: String { "[redacted]" }
    /// The text form.
    public var debugDescription: String { description }
    /// What reflection sees.
    public var customMirror: Mirror { Mirror(reflecting: description) }
}
