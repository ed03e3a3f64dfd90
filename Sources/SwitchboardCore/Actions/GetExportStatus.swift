/// Asks how far an export is.
public struct GetExportStatus: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "export.status"
    /// What it does, in one sentence.
    public static let summary = "Asks how far an export is."
    /// It changes nothing.
    public static let isRead = true
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

    /// Which export it is, and how far.
    public typealias Receipt = ExportReceipt

    enum CodingKeys: String, CodingKey, CaseIterable {
        case exportID = "export_id"
    }
}
