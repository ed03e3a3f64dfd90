/// One promise that every provider keeps; ``ProviderContract`` checks each by itself.
///
/// A test case for each reads well in a report: `@Test(arguments: ProviderContract<AcmeProvider>.Rule.allCases)`.
public enum ContractRule: String, Sendable, CaseIterable {
    /// Its name is lower case, its name for people is there, and no key of its settings stands twice.
    case identity
    /// A required setting that is missing is named by its environment variable, and nothing is sent.
    case settings
    /// Every action of its table has a sample, and each sample succeeds.
    case samples
    /// Input that is empty, oversized, incomplete, mistyped or unknown is refused by its path, and nothing is sent.
    case input
    /// Every HTTP status has the kind and the effect that the hub's rules give it.
    case statuses
    /// An answer of success that cannot be read is no success, whatever its form and size.
    case garbage
    /// Members of an answer that it does not know change nothing.
    case additions
    /// Members of an answer that are missing, null or of another type end in a receipt or in `malformed_response`.
    case omissions
    /// Each exchange states what repeating it does, and lost answers are treated accordingly, byte for byte.
    case repeats
    /// Receipts come through JSON unchanged.
    case receipts
    /// Credentials are in authorised requests only.
    case secrecy
    /// The audit log and the log lines learn of a field what its declaration says, and no more.
    case audit
    /// The health check, where there is one, only reads.
    case health
}

extension ContractRule: CustomStringConvertible {
    /// The rule's name.
    public var description: String { rawValue }
}
