/// A name that is equal to another only where their bytes are.
///
/// Swift takes two spellings of one character for equal; SQLite and the hash do not.
struct ExactName: Hashable, Sendable {
    private let text: String

    /// Takes a name.
    init(_ text: String) {
        self.text = text
    }

    static func == (left: ExactName, right: ExactName) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
