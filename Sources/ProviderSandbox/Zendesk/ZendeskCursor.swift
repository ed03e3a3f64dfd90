import FoundationEssentials

/// A mark between two pages: opaque to clients, and with the characters that have to be escaped in a query.
enum ZendeskCursor {
    /// Writes a mark.
    ///
    /// - Parameters:
    ///   - kind: What it leads through.
    ///   - place: Where to go on.
    /// - Returns: The mark.
    static func text(_ kind: String, _ place: Int) -> String {
        Data("\(kind)||\(place)".utf8).base64EncodedString()
    }

    /// Reads a mark.
    ///
    /// - Parameters:
    ///   - text: The mark.
    ///   - kind: What it must lead through.
    ///   - name: The parameter that it came in.
    /// - Returns: Where to go on.
    /// - Throws: A refusal where it is none.
    static func place(_ text: String, _ kind: String, named name: String) throws(ZendeskError) -> Int {
        let plain = Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard plain.hasPrefix("\(kind)||"), let place = Int(plain.dropFirst(kind.count + 2)), place >= 0 else {
            throw .invalidAttribute(name, "is not from an earlier answer")
        }
        return place
    }
}
