/// The names of spans' attributes: OpenTelemetry's for HTTP clients, and our own below `switchboard`.
///
/// `url.full` is left out on purpose, since an address may hold a person's id.
enum SpanKey {
    /// The request's method.
    static let method = "http.request.method"

    /// The path's template, below the provider's base address.
    static let template = "url.template"

    /// The provider's host.
    static let serverAddress = "server.address"

    /// The provider's port.
    static let serverPort = "server.port"

    /// The answer's status, where there was one.
    static let status = "http.response.status_code"

    /// How many attempts of the same exchange came before; absent from the first.
    static let resendCount = "http.request.resend_count"

    /// What went wrong, as ``Failure/Kind``; absent where nothing did.
    static let errorType = "error.type"

    /// What that says about the far side, as ``Failure/Effect``.
    static let effect = "switchboard.error.effect"

    /// The action's name.
    static let action = "switchboard.action.name"

    /// The action's id: `switchboard audit show` takes it.
    static let auditID = "switchboard.audit.id"

    /// The provider instance's name; absent where none was asked.
    static let provider = "switchboard.provider.name"
}
