import SwitchboardCore
import Testing

/// A fault that befalls an exchange on a connection; and how it must end.
struct WireFaultCase: Sendable, CustomTestStringConvertible {
    var fault: WireFault
    var repeatability: Repeatability
    /// Whether the connection has carried another request before.
    var isReused: Bool

    var testDescription: String {
        "\(fault.name), \(repeatability.rawValue)\(isReused ? ", on a connection that was used before" : "")"
    }

    static let all: [WireFaultCase] = WireFault.all.flatMap { fault in
        [false, true].filter { !$0 || fault.variesByConnection }
            .flatMap { isReused in
                [Repeatability.safe, .idempotent, .keyed, .once]
                    .map { WireFaultCase(fault: fault, repeatability: $0, isReused: isReused) }
            }
    }

    /// How often the pipeline tries.
    var attempts: Int {
        repeatability == .once && fault.effect == .unknown ? 1 : 1 + fault.retries
    }

    /// What the action's failure says of the far side: a read changes nothing there.
    var effect: Failure.Effect { repeatability == .safe ? .none : fault.effect }

    /// How many requests the server sees.
    var requests: ClosedRange<Int> {
        guard fault.place == .answer else { return 0...0 }
        guard isReused, repeatability.allowsSilentResend else { return attempts...attempts }
        return switch fault.ending {
        case .loud: attempts...attempts
        // The attempt on the used connection is two requests.
        case .silent: (attempts + 1)...(attempts + 1)
        case .either: attempts...(attempts + 1)
        }
    }

    /// How many connections the server sees, where they are what it can count.
    var connections: Int? {
        switch fault.place {
        case .unreachable: 0
        case .connection: attempts
        case .answer: nil
        }
    }

    /// What the audit log says became of it.
    var verdict: String { effect == .unknown ? "unknown" : "failure" }
}
