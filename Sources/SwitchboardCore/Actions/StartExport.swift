/// Asks a provider to prepare an export, which is downloaded later.
public struct StartExport: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "export.start"
    /// What it does, in one sentence.
    public static let summary = "Asks a provider to prepare an export, which is downloaded later."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .optional(
            CodingKeys.kind,
            .string,
            audit: .plain,
            "what to export; the provider's only kind unless given",
            .notEmpty
        ),
        .required(CodingKeys.from, .timestamp, audit: .plain, "the beginning"),
        .required(CodingKeys.to, .timestamp, audit: .plain, "the end"),
    ]

    /// What to export, in the provider's word; its only kind unless given.
    public var kind: String?

    /// The beginning.
    public var from: Timestamp

    /// The end.
    public var to: Timestamp

    /// Creates the action.
    public init(kind: String? = nil, from: Timestamp, to: Timestamp) {
        self.kind = kind
        self.from = from
        self.to = to
    }

    /// It concerns nobody in particular.
    public var people: [Person] { [] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }

    /// Refuses an end that does not come after the beginning.
    public func validate() throws(Failure) {
        guard from < to else { throw .invalidInput("to", "is not after from; exchange the two") }
    }

    /// Which export it is.
    public typealias Receipt = ExportReceipt

    enum CodingKeys: String, CodingKey, CaseIterable {
        case kind
        case from
        case to
    }
}
