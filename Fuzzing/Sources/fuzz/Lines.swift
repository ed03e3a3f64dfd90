import HTTPTypes

/// The lines at the beginning of an input, and what stands behind them.
struct Lines {
    private(set) var rest: [UInt8]

    init(_ bytes: some Sequence<UInt8>) { rest = Array(bytes) }

    /// Takes the next line, without its end.
    mutating func next() -> String {
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        rest.removeFirst(min(rest.count, line.count + 1))
        return String(decoding: line, as: UTF8.self)
    }

    /// Takes header lines up to an empty one.
    ///
    /// - Returns: The fields, and the text of every line behind its colon.
    mutating func headers() -> (HTTPFields, [String]) {
        var fields = HTTPFields()
        var texts: [String] = []
        while !rest.isEmpty {
            let line = next()
            if line.isEmpty || line == "\r" { break }
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            let value = String(line[colon...].dropFirst().trimmingPrefix(" "))
            texts.append(value)
            if let name = HTTPField.Name(String(line[..<colon])) {
                fields.append(HTTPField(name: name, value: value))
            }
        }
        return (fields, texts)
    }
}
