import HTTPTypes
import SwitchboardCore
import Synchronization

enum Sound: BellFault {}

enum ShoutedName: BellFault {
    static let name = "bell"
    static let settings = [Setting("token", "the key", isSecret: true), Setting("token", "again", isSecret: true)]
}

enum UnnamedVariable: BellFault {
    static let missing: Failure? = Failure(.notConfigured, effect: .none, "something is missing")
}

enum WrongEffect: BellFault {
    static func failure(for response: WireResponse) -> Failure? {
        response.status == 429 ? Failure(.rateLimited, effect: .unknown, "slow down") : nil
    }
}

enum Credulous: BellFault {
    static func ring(_ request: WireRequest, using client: ProviderClient) async throws(Failure) -> String {
        try await client.send(request).json?["ring_id"]?.string ?? "none"
    }
}

enum Pedantic: BellFault {
    static func ring(_ request: WireRequest, using client: ProviderClient) async throws(Failure) -> String {
        let response = try await client.send(request)
        guard let members = response.json?.object, Set(members.keys) == ["ring_id"], let id = members["ring_id"]?.string
        else { throw .malformedResponse(status: response.status, to: request) }
        return id
    }
}

enum Rekeying: BellFault {
    private static let count = Mutex(0)

    static func ring(_ request: WireRequest, using client: ProviderClient) async throws(Failure) -> String {
        do throws(Failure) {
            return try await client.send(keyed(request), as: Ring.Receipt.self).ringID
        } catch {
            return try await client.send(keyed(request), as: Ring.Receipt.self).ringID
        }
    }

    private static func keyed(_ request: WireRequest) -> WireRequest {
        let number = count.withLock { count in
            count += 1
            return count
        }
        var request = request
        request.headers.append("Idempotency-Key", "key-\(number)")
        return request
    }
}

enum UnsafeListener: BellFault {
    static let listeningIs = Repeatability.once
}

enum ShownToken: BellFault {
    static let showsToken = true
}

enum UnsafeHealth: BellFault {
    static let healthIs = Repeatability.idempotent
}
