/// What a provider's account promises its customers: how fast each kind of ticket is answered.
public struct SLAPolicy: Codable, Sendable, Hashable {
    /// One promise.
    public struct Target: Codable, Sendable, Hashable {
        /// What is measured, in the provider's words, such as `first_reply_time`.
        public var metric: String

        /// For which urgency.
        public var priority: String?

        /// Within how many minutes.
        public var minutes: Int64?

        /// Whether only business hours count.
        public var isInBusinessHours: Bool?

        /// Creates a promise.
        public init(metric: String, priority: String?, minutes: Int64?, isInBusinessHours: Bool?) {
            self.metric = metric
            self.priority = priority
            self.minutes = minutes
            self.isInBusinessHours = isInBusinessHours
        }

        private enum CodingKeys: String, CodingKey {
            case metric
            case priority
            case minutes
            case isInBusinessHours = "business_hours"
        }
    }

    /// The provider's id.
    public var id: String

    /// What the account calls it.
    public var title: String

    /// What it is for.
    public var description: String?

    /// Its place: the first policy that fits a ticket applies.
    public var position: Int64?

    /// Which tickets it applies to, as the provider writes it.
    public var filter: JSONValue?

    /// What is promised.
    public var targets: [Target]

    /// Creates a policy.
    public init(
        id: String,
        title: String,
        description: String? = nil,
        position: Int64? = nil,
        filter: JSONValue? = nil,
        targets: [Target] = []
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.position = position
        self.filter = filter
        self.targets = targets
    }
}
