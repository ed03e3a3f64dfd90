import Resilience
import Synchronization

/// Everything that a pipeline or one of its parts told.
final class EventLog: Sendable {
    private let events = Mutex<[PipelineEvent]>([])

    /// The events, in order.
    var all: [PipelineEvent] { events.withLock(\.self) }

    func append(_ event: PipelineEvent) { events.withLock { $0.append(event) } }
}
