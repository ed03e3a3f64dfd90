import SwitchboardCore

/// The addresses below which Mixpanel's APIs live; a project's data lives in one region and is found in no other.
struct MixpanelHosts {
    /// `/import`, `/engage`.
    let ingestion: BaseURL

    /// `/api/2.0/export`.
    let data: BaseURL

    /// `/api/query`, `/api/app`.
    let query: BaseURL

    init(_ settings: ProviderSettings) throws(Failure) {
        let (suffix, prefix) =
            switch settings["region"] ?? "us" {
            case "eu": ("-eu", "eu.")
            case "in": ("-in", "in.")
            default: ("", "")
            }
        ingestion = try settings.baseURL(default: "https://api\(suffix).mixpanel.com")
        data = try settings.baseURL(default: "https://data\(suffix).mixpanel.com")
        query = try settings.baseURL(default: "https://\(prefix)mixpanel.com")
    }
}
