import AuditStore
import Switchboard
import SwitchboardCore

/// A provider instance as the list shows it.
struct ProviderRow {
    let summary: ProviderSummary
    let health: ProviderHealth?
    let isChecked: Bool

    /// Whether it can be used and, where it was asked, how it is; in two words or so.
    var verdict: String {
        switch summary.state {
        case .disabled: "disabled"
        case .notConfigured: "not configured"
        case .configured where summary.switchedOff != nil: "switched off"
        case .configured where !isChecked && summary.breaker != nil: "breaker forced"
        case .configured where !isChecked: "configured"
        case .configured: health?.verdict ?? "no health check"
        }
    }

    /// What is behind the verdict, where there is more to say: what operators have switched first.
    var reasons: [String] {
        let off = summary.switchedOff.map { "switched off \($0.line)" }
        let forced = summary.breaker.map { "breaker forced \($0.force.word) \($0.decision.line)" }
        return [off, forced, reason].compactMap(\.self)
    }

    private var reason: String? {
        switch summary.state {
        case .disabled: nil
        case .notConfigured(let message): message.split(separator: "not configured. ").last.map(String.init)
        case .configured: health?.reason
        }
    }

    /// Whether it has all that it needs here.
    var isUsable: Bool {
        if case .configured = summary.state { true } else { false }
    }

    /// The row as JSON: every value with its origin, never a secret.
    var json: [String: JSONValue] {
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
            case .configured: form["state"] = summary.switchedOff == nil ? "configured" : "switched_off"
            case .disabled: form["state"] = "disabled"
            case .notConfigured(let message):
                form["state"] = "not_configured"
                form["missing"] = .string(message)
            }
            form["switched_off"] = (summary.switchedOff?.json).map(JSONValue.object)
            if let breaker = summary.breaker {
                form["breaker"] = .object(
                    breaker.decision.json.merging(["forced": .string(breaker.force.word)]) { first, _ in first }
                )
            }
            if let health { form["health"] = try JSONValue(encoding: health) }
            return form
        }
    }
}

extension ProviderHealth {
    fileprivate var verdict: String {
        guard let failure else { return "healthy" }
        return switch failure.kind {
        case .authenticationFailed, .permissionDenied: "credentials refused"
        case .malformedResponse: "not understood"
        default: isReachable ? "in trouble" : "not reachable"
        }
    }

    /// How far it came, in how much time, and what went wrong.
    fileprivate var reason: String {
        let reach = isReachable ? "reachable" : "no answer"
        let acceptance = acceptsCredentials.map { ", credentials \($0 ? "accepted" : "not accepted")" } ?? ""
        let effort = "after \(duration.wholeMilliseconds) ms and \(attempts) attempt\(attempts == 1 ? "" : "s")"
        return "\(reach)\(acceptance) \(effort)\(failure.map { ": \($0.message)" } ?? "")"
    }
}

extension Switches.Force {
    /// How it is forced, in a word.
    fileprivate var word: String {
        switch self {
        case .open: "open"
        case .closed: "closed"
        }
    }
}
