import SwitchboardCore

/// The query of a report that counts events by days.
private struct CountQuery {
    private var filter: MixpanelEventFilter
    private var names: [String]
    private var countsPeople: Bool

    init(_ reader: JSONReader, names: [String]) throws(JSONProblem) {
        filter = try MixpanelEventFilter(reader)
        self.names = names
        countsPeople = try reader.word("type", of: ["general", "unique"]) == "unique"
        if let unit = try reader.string("unit"), unit != "day" {
            throw reader.problem(.invalid, "unit", "must be day: this sandbox counts nothing else")
        }
    }

    func answer(about events: [MixpanelEvent]) -> JSONValue {
        let found = events.filter(filter.holds)
        var values: [String: JSONValue] = [:]
        for name in names { values[name] = .object(counts(of: found.filter { $0.identity.name == name })) }
        let series = filter.allDays.map { JSONValue.string($0.description) }
        return [
            "data": ["series": .array(series), "values": .object(values)],
            "legend_size": .integer(Int64(values.count)),
        ]
    }

    private func counts(of events: [MixpanelEvent]) -> [String: JSONValue] {
        let days = Dictionary(grouping: events, by: \.day)
        return Dictionary(
            uniqueKeysWithValues: filter.allDays.map { day in
                let events = days[day] ?? []
                let count = countsPeople ? Set(events.map(\.identity.distinctID)).count : events.count
                return (day.description, .integer(Int64(count)))
            }
        )
    }
}

extension MixpanelState {
    /// Counts some events by days.
    func queryEvents(_ call: MixpanelCall) throws(MixpanelError) -> JSONValue {
        try call.readQuery { query throws(JSONProblem) in
            let reader = try JSONReader(open: query, at: "")
            let names = try reader.required("event", reader.texts("event"))
            _ = try reader.required("type", reader.string("type"))
            _ = try reader.required("unit", reader.string("unit"))
            return try CountQuery(reader, names: names).answer(about: events)
        }
    }

    /// Counts one event by days.
    func querySegmentation(_ call: MixpanelCall) throws(MixpanelError) -> JSONValue {
        try call.readQuery { query throws(JSONProblem) in
            let reader = try JSONReader(open: query, at: "")
            let name = try reader.required("event", reader.string("event"))
            return try CountQuery(reader, names: [name]).answer(about: events)
        }
    }
}
