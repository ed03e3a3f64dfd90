/// Which export it is, and how far.
public struct ExportReceipt: ActionReceipt {
    /// The provider's id of the export.
    public var exportID: String

    /// How far it is, in the provider's word, such as `pending` or `completed`: an open set.
    public var status: String

    /// Creates a receipt.
    public init(exportID: String, status: String) {
        self.exportID = exportID
        self.status = status
    }

    /// The id of the export, for the audit log.
    public var reference: String? { exportID }

    private enum CodingKeys: String, CodingKey {
        case exportID = "export_id"
        case status
    }
}
