import SwitchboardCore

/// What a simulation came across; over many seeds all of it must occur, or they prove less than they seem to.
enum Sight: String, CaseIterable, Sendable {
    case breakersOpened = "breakers opened"
    case probes
    case pauses
    case retries
    case failovers
    case unknownFates = "unknown fates"
    case cancelledCalls = "cancelled calls"
    case gapsInTheLog = "gaps in the log"
    case callsAtShutdown = "calls during a shutdown"
}

extension Referee.State {
    /// How often each of them occurred.
    var sights: [Sight: Int] {
        let calls = calls.filter { $0.told != nil }
        return [
            .breakersOpened: breakers.values.reduce(0) { $0 + $1.openings },
            .probes: breakers.values.reduce(0) { $0 + $1.probes },
            .pauses: pauses.count,
            .retries: sendings.count { $0.number > 1 },
            .failovers: calls.count { hasFailedOver($0) },
            .unknownFates: calls.count { $0.told?.failure?.effect == .unknown },
            .cancelledCalls: calls.count { $0.told?.failure?.kind == .cancelled },
            .gapsInTheLog: calls.count { $0.told?.isAuditIncomplete == true },
            .callsAtShutdown: calls.count { $0.told?.order ?? 0 > shutdown.began ?? .max },
        ]
    }

    private func hasFailedOver(_ record: CallRecord) -> Bool {
        guard record.told?.failure == nil, !isBroadcast(record.call) else { return false }
        return Set(sendingsOfCall[record.call.number].map { sendings[$0].instance }).count > 1
    }
}
