/// A name that is equal to another only where their bytes are.
///
/// Swift takes two spellings of one character for equal; SQLite and the hash do not.
struct ExactName: Hashable, Sendable {
    private let text: String

    /// Takes a name.
    init(_ text: String) {
        self.text = text
    }

    static func == (left: ExactName, right: ExactName) -> Bool {
        var (left, right) = (left.text, right.text)
        return left.withUTF8 { left in right.withUTF8 { left.elementsEqual($0) } }
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
