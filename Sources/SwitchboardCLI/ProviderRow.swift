import Switchboard
import SwitchboardCore

/// A provider instance as the list shows it.
struct ProviderRow {
    let summary: ProviderSummary
    let health: ProviderHealth?
    let isChecked: Bool

    /// Whether it can be used and, where it was asked, how it is.
    var stateText: String {
        switch summary.state {
        case .disabled: "disabled"
        case .notConfigured(let message): "not configured: \(message)"
        case .configured where !isChecked: "configured"
        case .configured: health?.text ?? "configured; it has no health check"
        }
    }

    /// The row as JSON: every value with its origin, never a secret.
    var json: JSONValue {
        get throws {
            var form: [String: JSONValue] = [
                "name": .string(summary.name),
                "type": .string(summary.typeName),
                "base_url": summary.baseURL.map(JSONValue.string) ?? .null,
                "rate_limit": (summary.rate?.configurationText).map(JSONValue.string) ?? .null,
                "values": summary.entries.json,
                "origins": summary.entries.originsJSON,
            ]
            switch summary.state {
            case .configured: form["state"] = "configured"
            case .disabled: form["state"] = "disabled"
            case .notConfigured(let message):
                form["state"] = "not_configured"
                form["missing"] = .string(message)
            }
            if let health { form["health"] = try JSONValue(encoding: health) }
            return .object(form)
        }
    }
}

extension ProviderHealth {
    fileprivate var text: String {
        let took = latency.map { " after \($0.wholeMilliseconds) ms" } ?? ""
        guard let failure else { return "reachable, credentials accepted\(took)" }
        let reach = isReachable ? "reachable" : "not reachable"
        let acceptance = acceptsCredentials == false ? ", credentials not accepted" : ""
        return "\(reach)\(acceptance)\(took): \(failure.kind.rawValue): \(failure.message)"
    }
}
