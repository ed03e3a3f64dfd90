import FoundationEssentials

/// A credential that prints as redacted wherever it might show: descriptions, dumps, mirrors, string interpolation.
///
/// It is not `Encodable`, so that it cannot reach JSON by accident.
public struct Secret: Sendable, Hashable {
    /// What stands where a credential stood.
    package static let mark = "[redacted]"

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
        guard value.utf8.count >= 4, isHeld(by: text) else { return text }
        // Bytes, not characters: an accent behind the credential would hide it.
        let bytes = Array(text.utf8).replacing(Array(value.utf8), with: Array(description.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Mostly not, and then nothing need be copied.
    private func isHeld(by text: String) -> Bool {
        var (text, value) = (text, value)
        return text.withUTF8 { text in value.withUTF8 { text.holds($0) } }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether these bytes stand somewhere in it, one after the other; there is at least one.
    fileprivate func holds(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count >= other.count else { return false }
        for start in 0...(count - other.count) where self[start] == other[0] {
            if (1..<other.count).allSatisfy({ self[start + $0] == other[$0] }) { return true }
        }
        return false
    }
}

extension [Secret] {
    /// Replaces every occurrence of these credentials in a text: as they are, percent-encoded or in base64.
    ///
    /// A text that is one of them is replaced whole, however short it is.
    package func redact(in text: String) -> String {
        if contains(where: { !$0.isEmpty && $0.reveal() == text }) { return Secret.mark }
        return inEveryForm.reduce(text) { $1.redact(in: $0) }
    }

    /// The credentials as they are, percent-encoded and in base64; the longest comes first, since one may be part of
    /// another.
    package var inEveryForm: [Secret] {
        Set(flatMap(\.forms)).sorted { ($1.reveal().utf8.count, $0.reveal()) < ($0.reveal().utf8.count, $1.reveal()) }
    }
}

extension Secret {
    /// What the credential may look like inside an address, a header or a body.
    fileprivate var forms: [Secret] {
        [self, Secret(value.percentEncoded), Secret(Data(value.utf8).base64EncodedString())]
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text form.
    public var description: String { Self.mark }
    /// The text form.
    public var debugDescription: String { description }
    /// What reflection sees.
    public var customMirror: Mirror { Mirror(reflecting: description) }
}
