/// The values of one row of `entries` with its subjects, names as text: what the hash covers.
package struct EntryRow: Sendable, Hashable {
    /// The row's number; 0 until the writer gives it its place.
    package var seq: Int64 = 0

    /// Microseconds since 1970.
    package var at: Int64

    /// The sixteen bytes of the action's id.
    package var actionID: [UInt8]

    /// The raw value of an ``EntryKind``.
    package var kind: String

    /// The action's name.
    package var action: String

    /// The provider instance.
    package var provider: String?

    /// Who asked.
    package var actor: String

    /// On whose behalf.
    package var tenant: String?

    /// The raw value of a verdict.
    package var outcome: String?

    /// The raw value of a failure's kind.
    package var errorKind: String?

    /// The status of the last answer.
    package var httpStatus: Int64?

    /// How many attempts were made.
    package var attempts: Int64?

    /// How long the action took.
    package var durationMicroseconds: Int64?

    /// The provider's id of what was made.
    package var providerReference: String?

    /// What ties several actions together.
    package var correlationID: String?

    /// JSON text, exactly as it is stored.
    package var detail: String

    /// The numbers of the people concerned, ascending.
    package var subjects: [Int64] = []
}
