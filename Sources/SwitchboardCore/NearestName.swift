extension String {
    /// The candidate that a person most likely meant, or `nil` when none is near enough.
    ///
    /// Near is an edit distance of at most a third of the name's length, and at least 2, ignoring case and separators.
    /// Long names are not compared, so that hostile input costs nothing.
    package func nearest(among candidates: some Sequence<String>) -> String? {
        guard count <= 64 else { return nil }
        let own = folded
        let limit = Swift.max(2, count / 3)
        return
            candidates
            .map { (name: $0, folded: $0.folded) }
            // Two names are at least as far apart as their lengths.
            .filter { abs($0.folded.count - own.count) <= limit }
            .map { (name: $0.name, distance: own.editDistance(to: $0.folded)) }
            .filter { $0.distance <= limit && $0.distance < $0.name.count }
            .min { $0.distance < $1.distance }?
            .name
    }

    private var folded: [Character] { lowercased().filter { $0 != "_" && $0 != "-" && $0 != "." } }
}

extension [Character] {
    /// The Levenshtein distance, one row at a time.
    fileprivate func editDistance(to other: [Character]) -> Int {
        var row = [Int](0...other.count)
        for (index, character) in enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let cost = character == other[column] ? diagonal : diagonal + 1
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(cost, row[column] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
