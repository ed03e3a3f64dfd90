/// Where a running sandbox listens.
public struct SandboxAddress: Sendable, Hashable {
    /// The bound port of 127.0.0.1.
    public let port: Int

    /// The server itself, for its control paths such as `/_faults`: `http://127.0.0.1:PORT`.
    public var url: String { "http://127.0.0.1:\(port)" }

    /// The base URL of the played Intercom, for `INTERCOM_BASE_URL`.
    public var intercom: String { "\(url)/\(IntercomSandbox.name)" }

    /// The base URL of the played SendGrid, for `SENDGRID_BASE_URL`.
    public var sendgrid: String { "\(url)/\(SendGridSandbox.name)" }

    /// The base URL of the played Mixpanel, for `MIXPANEL_BASE_URL`: one for its three hosts.
    public var mixpanel: String { "\(url)/\(MixpanelSandbox.name)" }

    /// The base URL of the played Zendesk, for `ZENDESK_BASE_URL`.
    public var zendesk: String { "\(url)/\(ZendeskSandbox.name)" }

    /// Environment variables that turn the hub's providers to the sandbox, with credentials that it takes.
    public var environment: KeyValuePairs<String, String> {
        [
            "INTERCOM_BASE_URL": intercom,
            "INTERCOM_ACCESS_TOKEN": "sandbox-token",
            "INTERCOM_ADMIN_ID": IntercomAdmin.ofToken.id,
            "SENDGRID_BASE_URL": sendgrid,
            "SENDGRID_API_KEY": "SG.sandbox-key",
            "SENDGRID_FROM_EMAIL": "care@example.com",
            "MIXPANEL_BASE_URL": mixpanel,
            "MIXPANEL_PROJECT_TOKEN": "sandbox-token",
            "MIXPANEL_PROJECT_ID": "1978118",
            "MIXPANEL_SERVICE_ACCOUNT_USERNAME": "sandbox-account",
            "MIXPANEL_SERVICE_ACCOUNT_SECRET": "sandbox-secret",
            "ZENDESK_BASE_URL": zendesk,
            "ZENDESK_SUBDOMAIN": "sandbox",
            "ZENDESK_EMAIL": ZendeskUser.agentEmail,
            "ZENDESK_API_TOKEN": "sandbox-token",
        ]
    }

    /// Creates an address.
    init(port: Int) {
        self.port = port
    }
}
