/// One case: the same work done by two sides, and what of it is measured.
///
/// The words of a side are what its program is called with, but for `--operations`, which both get alike. Two marks
/// stand for what only a run knows: `{server}` for the address of the server, without a slash at its end, and
/// `{folder}` for a folder that is new for every run.
struct Comparison {
    /// What `--only` calls it: words with `-` between them.
    var name: String
    /// What the table calls it.
    var title: String
    /// How many operations a run measures, before `--scale`.
    var operations: Int
    /// The server that both sides call; nil for work without a network.
    var server: Server?
    var reference: Side
    var subject: Side
    var measures: [Measure]

    /// Tells whether `--only` means it: by its name, or by the first words of it.
    func isMeant(by name: String) -> Bool {
        self.name == name || self.name.hasPrefix(name + "-")
    }
}

/// One side of a comparison.
struct Side {
    var program: Program
    var words: String

    init(_ program: Program, _ words: String) {
        self.program = program
        self.words = words
    }

    /// What the program is called with.
    ///
    /// - Parameters:
    ///   - operations: How many operations it is to measure.
    ///   - marks: What stands for each mark; neither may bring another mark in.
    /// - Returns: Its arguments, the first of them the name of the work.
    func arguments(operations: Int, marks: [String: String]) -> [String] {
        // The words are split first: a folder's name may have spaces in it.
        let words = words.split(separator: " ").map(String.init) + ["--operations", String(operations)]
        return words.map { word in
            marks.reduce(word) { $0.replacing($1.key, with: $1.value) }
        }
    }
}

/// A program that does the work.
enum Program: String {
    /// What plain C reaches.
    case reference
    /// Switchboard.
    case subject
}

/// The server that answers both sides of a comparison.
struct Server {
    /// How long it takes for each answer.
    var delayMilliseconds = 0
}
