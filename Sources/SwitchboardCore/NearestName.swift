extension String {
    /// The candidate that a person most likely meant, or `nil` when none is near enough.
    ///
    /// Near is an edit distance of at most a third of the name's length, and at least 2, ignoring case and separators.
    /// Names are compared byte by byte, as the names asked for are ASCII. Long ones are not compared, and most others
    /// only by their lengths, so that hostile input costs next to nothing.
    package func nearest(among candidates: some Sequence<String>) -> String? {
        guard utf8.count <= 64 else { return nil }
        let own = folded
        let limit = Swift.max(2, own.count / 3)
        return
            candidates
            .map { (name: $0, folded: $0.folded) }
            // Two names are at least as far apart as their lengths.
            .filter { abs($0.folded.count - own.count) <= limit }
            .map { (name: $0.name, distance: own.editDistance(to: $0.folded)) }
            .filter { $0.distance <= limit && $0.distance < $0.name.utf8.count }
            .min { $0.distance < $1.distance }?
            .name
    }

    private var folded: [UInt8] {
        utf8.filter { !"_-.".utf8.contains($0) }.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
    }
}

extension [UInt8] {
    /// The Levenshtein distance, one row at a time.
    fileprivate func editDistance(to other: [UInt8]) -> Int {
        var row = [Int](0...other.count)
        for (index, byte) in enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let cost = byte == other[column] ? diagonal : diagonal + 1
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(cost, row[column] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
