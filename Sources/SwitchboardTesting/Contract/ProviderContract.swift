public import SwitchboardCore

/// What every provider promises, ours and a stranger's, as rules that are checked one by one.
///
/// Each rule performs the samples through the real hub, with its checks, resilience, audit and log, over a transport that
/// answers as the samples say, or as badly as services do. Nothing is sent anywhere, and time is virtual.
///
/// ```swift
/// struct AcmeContractTests {
///     static let contract = ProviderContract<AcmeProvider>(
///         settings: ["apiKey": "acme-key-0123456789"],
///         samples: [
///             ContractSample(
///                 SendEmail(to: [Address("ada@example.com")], subject: "Your invoice", text: "It is attached."),
///                 answers: .respond(202, body: #"{"id": "m-1"}"#),
///                 requires: ["id"]
///             )
///         ]
///     )
///
///     @Test(arguments: ProviderContract<AcmeProvider>.Rule.allCases)
///     func keeps(_ rule: ContractRule) async throws {
///         try await Self.contract.check(rule)
///     }
/// }
/// ```
public struct ProviderContract<P: Provider>: Sendable {
    /// The promises.
    public typealias Rule = ContractRule

    let settings: [String: String]
    let samples: [ContractSample]
    let exceptions: [ContractException]
    let healthAnswer: WireResponse?

    /// Creates the contract of a type of provider.
    ///
    /// - Parameters:
    ///   - settings: The value of every setting that the samples need, by its key, credentials included; these should be
    ///     distinctive and of at least eight characters, so that they are found where they do not belong.
    ///   - samples: At least one for each action in the provider's table.
    ///   - healthAnswer: What the service answers to the health check when all is well; needed where there is one.
    ///   - exceptions: What is broken on purpose.
    public init(
        settings: [String: String],
        samples: [ContractSample],
        healthAnswer: WireResponse? = nil,
        exceptions: [ContractException] = []
    ) {
        self.settings = settings
        self.samples = samples
        self.healthAnswer = healthAnswer
        self.exceptions = exceptions
    }

    /// Checks one rule.
    ///
    /// - Throws: Everything that breaks it, together.
    public func check(_ rule: Rule) async throws(ContractViolations) {
        let violations = await violations(of: rule)
        guard violations.isEmpty else { throw ContractViolations(rule: rule, violations: violations) }
    }

    /// Finds everything that breaks a rule, for those who report it in their own way.
    ///
    /// - Returns: Each violation that no exception covers, and each exception that covers none.
    public func violations(of rule: Rule) async -> [ContractViolation] {
        let found: [ContractViolation]
        do throws(ContractViolation) {
            found = await findings(of: rule, at: try ContractBench(settings: settings, rule: rule))
        } catch {
            return [error]
        }
        let stale = exceptions.filter { exception in exception.rule == rule && !found.contains(where: exception.covers)
        }
        return found.filter { violation in !exceptions.contains { $0.covers(violation) } }
            + stale.map { exception in
                ContractViolation(
                    rule: rule,
                    action: exception.action,
                    subject: exception.subject ?? "",
                    problem: "is excepted (\(exception.reason)) and needs no exception; remove it"
                )
            }
    }

    private func findings(of rule: Rule, at bench: ContractBench<P>) async -> [ContractViolation] {
        var report = ContractReport(rule: rule)
        switch rule {
        case .identity: checkIdentity(&report)
        case .settings: await checkSettings(&report)
        case .samples: await checkSamples(bench, &report)
        case .input: await checkInput(bench, &report)
        case .statuses: await checkStatuses(bench, &report)
        case .garbage: await checkGarbage(bench, &report)
        case .additions: await checkAdditions(bench, &report)
        case .omissions: await checkOmissions(bench, &report)
        case .repeats: await checkRepeats(bench, &report)
        case .receipts: await checkReceipts(bench, &report)
        case .secrecy: await checkSecrecy(bench, &report)
        case .audit: await checkAudit(bench, &report)
        case .health: await checkHealth(bench, &report)
        }
        return report.violations
    }

    /// Runs each sample undisturbed, and looks further at those that succeed.
    func eachSample(
        _ bench: ContractBench<P>,
        _ report: inout ContractReport,
        _ look: (ContractSample, ContractRun, inout ContractReport) async -> Void
    ) async {
        for sample in samples {
            report.action = sample.name
            let run = await bench.run(sample)
            if let failure = run.failure {
                report.note("", "its sample fails, so the rule cannot be checked: \(failure.kind.rawValue)")
            } else {
                await look(sample, run, &report)
            }
        }
    }
}

/// The violations of one rule, as they are found.
struct ContractReport {
    let rule: ContractRule
    var action: String?
    private(set) var violations: [ContractViolation] = []

    init(rule: ContractRule) {
        self.rule = rule
    }

    mutating func note(_ subject: String, _ problem: String) {
        let violation = ContractViolation(rule: rule, action: action, subject: subject, problem: problem)
        // The same thing seen through several samples, or several times, is said once.
        if !violations.contains(violation) { violations.append(violation) }
    }
}
