/// Records many events, each for itself; providers take them by the thousand.
///
/// Every event keeps its own time and id, so performing the same value twice counts each event once.
public struct TrackEventBatch: BatchAction {
    /// What one item asks for.
    public typealias Item = TrackEvent
    /// What the caller gets.
    public typealias Receipt = BatchReceipt<TrackEvent.Receipt>

    /// The name under which configuration, command line and audit log know it.
    public static let name = "event.track_batch"
    /// What it does, in one sentence.
    public static let summary = "Records many events, each for itself."
    /// The name in JSON of the field that holds the events.
    public static let itemsField = CodingKeys.events.stringValue
    /// The audit log keeps entries for events that failed only: there are too many of the others.
    public static let recordsEveryItem = false

    /// The events, in order.
    public var events: [TrackEvent]

    /// Creates the action.
    public init(events: [TrackEvent]) {
        self.events = events
    }

    /// Creates the action from its items.
    public init(items: [TrackEvent]) {
        self.init(events: items)
    }

    /// The events, in order.
    public var items: [TrackEvent] { events }

    /// Nobody: the entry of a batch would name thousands of people, each to be looked up and sealed before anything is
    /// sent.
    ///
    /// Entries of failed events name theirs.
    public var people: [Person] { [] }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case events
    }
}
