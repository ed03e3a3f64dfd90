/// What an entry of the log is about; the raw values are stored.
///
/// Readers keep the kind as text, since an older program may read what a newer one wrote.
package enum EntryKind: String, Sendable, CaseIterable {
    /// A write action is about to be sent.
    case intent
    /// An action has ended.
    case outcome
    /// One item of a batch has ended.
    case item
    /// A provider told us something.
    case webhook
    /// The configuration changed.
    case config
    /// An operator did something: forced a breaker, searched for a person, settled an unknown.
    case `operator`
    /// The log is known to lack something here.
    case gap
    /// A person has been erased.
    case erased
    /// A file begins; its detail names the file before it.
    case start
}
