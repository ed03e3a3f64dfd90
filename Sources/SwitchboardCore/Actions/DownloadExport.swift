/// Downloads an export into a file: one that was started before, or what has changed since some moment.
public struct DownloadExport: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "export.download"
    /// What it does, in one sentence.
    public static let summary = "Downloads an export into a file."
    /// It changes nothing at the provider.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .optional(
            CodingKeys.exportID,
            .string,
            audit: .plain,
            "the export, where one was started",
            .notEmpty,
            .singleLine
        ),
        .optional(
            CodingKeys.kind,
            .string,
            audit: .plain,
            "what to export, where none was started",
            .notEmpty,
            .singleLine
        ),
        .optional(CodingKeys.from, .timestamp, audit: .plain, "since when what has changed is wanted"),
        .required(CodingKeys.path, .string, audit: .size, "the file; one that is there is replaced", .notEmpty),
        .cursor(CodingKeys.cursor),
    ]

    /// The provider's id of an export that was started before.
    public var exportID: String?

    /// What to export, where none was started, such as `tickets`.
    public var kind: String?

    /// Since when what has changed is wanted.
    public var from: Timestamp?

    /// The file, relative to the working folder; one that is there is replaced.
    public var path: String

    /// Where an earlier export of the same kind ended, instead of ``from``.
    public var cursor: String?

    /// Creates the action.
    public init(
        exportID: String? = nil,
        kind: String? = nil,
        from: Timestamp? = nil,
        path: String,
        cursor: String? = nil
    ) {
        self.exportID = exportID
        self.kind = kind
        self.from = from
        self.path = path
        self.cursor = cursor
    }

    /// Whom it concerns: nobody by name.
    public var people: [Person] { [] }

    private enum CodingKeys: String, CodingKey {
        case exportID = "export_id"
        case kind
        case from
        case path
        case cursor
    }
}

extension DownloadExport {
    /// What lies in the file now.
    public struct Receipt: ActionReceipt {
        /// How many bytes.
        public var bytes: Int

        /// How many records, where the adapter knows.
        public var count: Int?

        /// Where the next export goes on.
        public var nextCursor: String?

        /// What ended the export before everything was there; the file then holds whole records up to ``nextCursor``.
        public var stoppedBy: Failure.Kind?

        /// Creates a receipt.
        public init(bytes: Int, count: Int? = nil, nextCursor: String? = nil, stoppedBy: Failure.Kind? = nil) {
            self.bytes = bytes
            self.count = count
            self.nextCursor = nextCursor
            self.stoppedBy = stoppedBy
        }

        /// That not everything is in the file.
        public var shortfall: Failure? {
            stoppedBy.map {
                Failure(
                    .partialFailure,
                    effect: .none,
                    "the export was ended early (\($0.rawValue)); the file holds what came before, go on from next_cursor"
                )
            }
        }

        private enum CodingKeys: String, CodingKey {
            case bytes
            case count
            case nextCursor = "next_cursor"
            case stoppedBy = "stopped_by"
        }
    }
}
