/// The order in which the records of one kind were changed, for exports: a page costs the same wherever it is.
struct ZendeskChangeLog: Sendable {
    private var entries: [(moment: Int64, index: Int)] = []
    private var latest: [Int] = []

    /// Notes that a record was created or changed.
    ///
    /// - Parameters:
    ///   - index: Its place among all; each new one is the next.
    ///   - moment: Seconds since 1970.
    mutating func note(_ index: Int, at moment: Int64) {
        if index == latest.count { latest.append(0) }
        latest[index] = entries.count
        entries.append((moment, index))
    }

    /// Where the changes since a moment begin.
    func place(since moment: Int64) -> Int {
        entries.firstIndex { $0.moment >= moment } ?? entries.count
    }

    /// The records whose latest change is at a place or behind it.
    ///
    /// - Parameters:
    ///   - place: The first place to look at; any number is one.
    ///   - limit: How many records to find at most.
    /// - Returns: Their indices, the place behind them, and whether nothing is there.
    func page(from place: Int, limit: Int) -> (indices: [Int], next: Int, isEnd: Bool) {
        var indices: [Int] = []
        var place = min(max(0, place), entries.count)
        while place < entries.count {
            let index = entries[place].index
            if latest[index] == place {
                if indices.count == limit { break }
                indices.append(index)
            }
            place += 1
        }
        return (indices, place, place == entries.count)
    }
}
