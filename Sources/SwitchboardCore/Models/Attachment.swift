public import struct Foundation.Data
import FoundationEssentials

/// A file that goes with an email.
public struct Attachment: Codable, Sendable, Hashable {
    /// The name under which the recipient sees it.
    public var filename: String

    /// The bytes in base64 (RFC 4648 section 4, padded, without line breaks).
    public var content: String

    /// The media type, such as `application/pdf`; the provider guesses unless given.
    public var type: String?

    /// The name by which HTML shows the file in place (`cid:`); a file without one is listed below the text.
    public var contentID: String?

    /// Creates an attachment whose bytes are in base64 already.
    public init(filename: String, content: String, type: String? = nil, contentID: String? = nil) {
        self.filename = filename
        self.content = content
        self.type = type
        self.contentID = contentID
    }

    /// Creates an attachment from a file's bytes.
    public init(filename: String, data: Data, type: String? = nil, contentID: String? = nil) {
        self.init(filename: filename, content: data.base64EncodedString(), type: type, contentID: contentID)
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case filename
        case content
        case type
        case contentID = "content_id"
    }
}

extension Attachment {
    /// The fields of an attachment inside an action.
    public static let fields: [Field] = [
        .required(CodingKeys.filename, .string, audit: .size, "what the recipient sees", .notEmpty, .singleLine),
        .required(CodingKeys.content, .string, audit: .size, "the bytes in base64", .notEmpty, .base64),
        .optional(CodingKeys.type, .string, audit: .plain, "the media type", .notEmpty, .singleLine),
        .optional(
            CodingKeys.contentID,
            .string,
            audit: .plain,
            "by which HTML shows it in place",
            .notEmpty,
            .singleLine
        ),
    ]
}
