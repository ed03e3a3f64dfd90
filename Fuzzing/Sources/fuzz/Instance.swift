import Switchboard
import SwitchboardCore

/// Every built-in provider with credentials of our own, which no text may ever hold.
struct Instance {
    /// Stands in every credential, and in nothing else.
    private static let mark = "s3cr3t"

    static let environment = [
        "INTERCOM_ACCESS_TOKEN": "intercom-\(mark)-token",
        "INTERCOM_CLIENT_SECRET": "client-\(mark)",
        "INTERCOM_ADMIN_ID": "991",
        "SENDGRID_API_KEY": "SG.\(mark)-key",
        "SENDGRID_WEBHOOK_PUBLIC_KEY": publicKey,
        "SENDGRID_FROM_EMAIL": "care@acme.io",
        "MIXPANEL_PROJECT_TOKEN": "project-\(mark)",
        "MIXPANEL_PROJECT_ID": "1234",
        "MIXPANEL_SERVICE_ACCOUNT_USERNAME": "hub.abc.mp-service-account",
        "MIXPANEL_SERVICE_ACCOUNT_SECRET": "account-\(mark)",
        "ZENDESK_SUBDOMAIN": "acme",
        "ZENDESK_EMAIL": "agent@acme.io",
        "ZENDESK_API_TOKEN": "zendesk-\(mark)-token",
        "ZENDESK_WEBHOOK_SECRET": "webhook-\(mark)",
    ]

    /// Half of a pair whose other half signed the seeds.
    private static let publicKey =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEdgNWeqThrKaUl2ll9PkxA1vJd4lrLCskRiclERhGPt2e"
        + "RHDGxEDTLxNfam/H9phvtgs5ZU0KqVSA/VLVWsbsfA=="

    /// One instance of each built-in provider, as the environment configures it.
    static let configuration: SwitchboardConfiguration = {
        do { return try .parse("", file: nil, environment: environment) } catch { fatalError("\(error)") }
    }()

    static let all: [Instance] = configuration.instances.map { instance in
        guard let type = builtInProviders.first(where: { $0.name == instance.typeName }) else {
            fatalError("no type \(instance.typeName)")
        }
        do { return Instance(provider: try type.init(settings: instance.settings)) } catch { fatalError("\(error)") }
    }

    let provider: any Provider

    /// Ends the process where a text holds a credential of one provider, or of any.
    static func checkSecrecy(of text: String, from provider: String = "") {
        for (name, value) in environment where value.contains(mark) && name.hasPrefix(provider.uppercased()) {
            require(!text.contains(value), "the value of \(name) stands in: \(text)")
        }
    }
}
