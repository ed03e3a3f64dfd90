import IntercomProvider
import MixpanelProvider
import SendGridProvider
public import SwitchboardCore
import ZendeskProvider

/// Every provider that comes with the library.
///
/// A stranger's type is passed to ``CommunicationTools`` beside these.
public let builtInProviders: [any Provider.Type] = [
    IntercomProvider.self,
    SendGridProvider.self,
    MixpanelProvider.self,
    ZendeskProvider.self,
]

/// Which providers the library prefers for an action where no route is configured.
enum BuiltInPreference {
    /// The order in which providers are tried for an action; those that are not named come after, in their own order.
    static func order(for action: String) -> [String] {
        switch action {
        case "email.send": ["sendgrid", "intercom"]
        case "event.track", "event.track_batch": ["mixpanel", "intercom"]
        default: ["intercom", "sendgrid", "mixpanel", "zendesk"]
        }
    }
}
