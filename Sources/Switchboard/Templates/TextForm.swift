import Mustache

/// What a rendered text is.
enum TextForm: String {
    /// Values stand as they are.
    case plain = "SWITCHBOARD-PLAIN"
    /// Values are escaped, so that they are text and never markup.
    case html = "SWITCHBOARD-HTML"

    /// The line that tells the library; it stands before a template and renders as nothing.
    var heading: String {
        _ = Self.registration
        return "{{% CONTENT_TYPE:\(rawValue)}}\n"
    }

    /// The text of a value as it stands in a rendered text.
    func escaped(_ text: String) -> String {
        switch self {
        case .plain: text
        case .html: HTMLContent().escapeText(text)
        }
    }

    /// The library knows types of content by names for the whole process.
    private static let registration: Void = {
        MustacheContentTypes.register(PlainContent(), named: plain.rawValue)
        MustacheContentTypes.register(HTMLContent(), named: html.rawValue)
    }()
}

private struct PlainContent: MustacheContentType {
    func escapeText(_ text: String) -> String { text }
}

/// Escapes byte by byte.
///
/// The library's own type goes by characters, and a quotation mark with an accent behind it is a character of its own
/// there, which passes and ends an attribute all the same.
private struct HTMLContent: MustacheContentType {
    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: { Self.entity(of: $0) != nil }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if let entity = Self.entity(of: byte) { bytes += entity.utf8 } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func entity(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
