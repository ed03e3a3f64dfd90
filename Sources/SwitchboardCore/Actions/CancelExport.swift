/// Cancels an export that is being prepared.
public struct CancelExport: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "export.cancel"
    /// What it does, in one sentence.
    public static let summary = "Cancels an export that is being prepared."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .required(
            CodingKeys.exportID,
            .string,
            audit: .plain,
            "the provider's id of the export",
            .notEmpty,
            .singleLine
        )
    ]

    /// The provider's id of the export.
    public var exportID: String

    /// Creates the action.
    public init(exportID: String) {
        self.exportID = exportID
    }

    /// It concerns nobody in particular.
    public var people: [Person] { [] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }

    /// Which export it is, and how far.
    public typealias Receipt = ExportReceipt

    enum CodingKeys: String, CodingKey, CaseIterable {
        case exportID = "export_id"
    }
}
