import HTTPTypes
import SwitchboardCore

/// Plays Mixpanel's ingestion, export and query APIs below one prefix: requests are checked more strictly than there, and
/// answered in the shapes of each.
actor MixpanelSandbox: SandboxProvider {
    static let name = "mixpanel"

    private let time: TimeSource
    private var held: MixpanelState

    /// Creates an empty project.
    init(time: TimeSource) {
        self.time = time
        held = MixpanelState(time: time)
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        do throws(MixpanelError) {
            let (operation, call) = try MixpanelRequestCheck(request).call()
            return compressed(try held.perform(operation, call), for: request)
        } catch {
            return refusal(error, to: request)
        }
    }

    func fault(status: Int, for request: SandboxRequest) -> SandboxResponse {
        guard let error = MixpanelError.forStatus(status) else { return SandboxResponse(status: status) }
        return MixpanelAnswer.refusal(error, to: request.path)
    }

    func state() -> JSONValue { held.json }

    func reset() { held = MixpanelState(time: time) }

    /// The ways in that are made for clients call what is wrong with the data a success, without `strict`.
    private func refusal(_ error: MixpanelError, to request: SandboxRequest) -> SandboxResponse {
        let operation = MixpanelOperation.find(request.method, request.segments)?.0
        let flags = Set(request.query.split(separator: "&"))
        guard operation?.authorization == .tokenInBody, !flags.contains("strict=1") else {
            return MixpanelAnswer.refusal(error, to: request.path)
        }
        return MixpanelAnswer.verdict(error.message, isVerbose: flags.contains("verbose=1"))
    }

    /// An export is compressed for clients that ask for it, unless it is small.
    private func compressed(_ response: SandboxResponse, for request: SandboxRequest) -> SandboxResponse {
        guard response.isChunked, response.body.count > 1400,
            request.headers[.acceptEncoding]?.lowercased().contains("gzip") == true
        else { return response }
        var response = response
        response.body = Gzip.compress(response.body)
        response.headers[.contentEncoding] = "gzip"
        return response
    }
}
