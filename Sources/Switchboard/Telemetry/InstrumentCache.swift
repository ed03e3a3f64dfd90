import Synchronization

/// The handles of one metric, each made when its dimensions first come up.
///
/// A handle is found with one lock and one look into a table; asking the factory each time would cost far more.
final class InstrumentCache<Key: Hashable & Sendable, Instrument: Sendable>: Sendable {
    private let instruments = Mutex<[Key: Instrument]>([:])
    private let make: @Sendable (Key) -> Instrument

    /// Creates an empty cache.
    ///
    /// - Parameter make: Makes a handle; where two callers need the same one at once, the second one made is dropped.
    init(_ make: @escaping @Sendable (Key) -> Instrument) {
        self.make = make
    }

    /// The handle for some dimensions.
    subscript(key: Key) -> Instrument {
        if let instrument = instruments.withLock({ $0[key] }) { return instrument }
        // The factory is somebody else's code, so it is not called under the lock.
        let made = make(key)
        return instruments.withLock { instruments in
            if let earlier = instruments[key] { return earlier }
            instruments[key] = made
            return made
        }
    }
}
