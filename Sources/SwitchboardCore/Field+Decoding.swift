package import FoundationEssentials

extension [Field] {
    /// Decodes a value from JSON text, strictly: an unknown, missing or mistyped field at any depth is refused.
    ///
    /// - Parameters:
    ///   - type: What to read.
    ///   - json: The text.
    ///   - time: Where times and ids come from that the text leaves out.
    ///   - reference: Where its form is told, for a value that its own type refuses.
    /// - Returns: The value.
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field by its path.
    package func decode<Value: Decodable>(
        _ type: Value.Type,
        from json: Data,
        time: TimeSource = .system,
        seeAlso reference: String
    ) throws(Failure) -> Value {
        let document: JSONDocument
        let form: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONDocument([UInt8](json), isTolerant: false)
            form = try document.value()
        } catch {
            throw .invalidInput("", "is not JSON; \(error)")
        }
        try checkShape(of: form)
        do {
            return try document.decode(type, userInfo: [.timeSource: time])
        } catch let error as DecodingError {
            throw .invalidInput(error.path, "cannot be read; see \(reference) for its form")
        } catch {
            throw .invalidInput("", "cannot be read; see \(reference) for its form")
        }
    }
}

extension DecodingError {
    /// The path of the value that could not be decoded, as ``Failure/field`` writes it.
    fileprivate var path: String {
        let keys: [any CodingKey] =
            switch self {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            case .keyNotFound(let key, let context): context.codingPath + [key]
            @unknown default: []
            }
        return keys.reduce("") { path, key in
            key.intValue.map { "\(path)[\($0)]" } ?? path.appending(member: key.stringValue)
        }
    }
}
