import SwitchboardCore

extension TimeSource {
    /// Draws a text of letters and digits, as providers' opaque ids are.
    func token(length: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<length).map { _ in alphabet[Int(random() % UInt64(alphabet.count))] })
    }
}
