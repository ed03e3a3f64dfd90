import SwitchboardCore

/// One request that reached the transport.
struct Sending: Sendable {
    /// Its place among all, from 0.
    var id = 0
    /// The instance that it went to.
    let instance: String
    /// The instance, or the one of its endpoint groups that has a breaker and a concurrency limit of its own.
    let lane: String
    /// The exchange that it is an attempt of.
    let label: Label
    let repeatability: Repeatability
    let key: String?
    let body: [UInt8]
    /// How long it may take by what the adapter asked for; `nil` where the configuration decides.
    let ownTimeout: Duration?
    /// When it reached the transport.
    let began: Duration
    /// Until when it was given time.
    let deadline: Duration
    /// Its place in the order of all events.
    var order = 0
    /// Which attempt of the exchange at the instance it is, from 1.
    var number = 1
    /// Whether it left this side.
    var isSent = false
    /// When it ended; `nil` while it is under way.
    var ended: Duration?
    /// How.
    var ending: Ending?
    /// Its place in the order of all events when it ended.
    var endOrder: Int?
}
