import Foundation
import ProviderSandbox
import SwitchboardCore
import Synchronization
import Testing

@Suite struct ProviderSandboxTests {
    @Test func tellsThatItRunsAndWhatItPlays() async throws {
        try await withSandbox { client in
            #expect(client.address.intercom == "http://127.0.0.1:\(client.address.port)/intercom")
            let answer = try await client.control("GET", "/_health")
            #expect(answer.json == ["status": "ok", "providers": ["intercom", "mixpanel", "sendgrid", "zendesk"]])
        }
    }

    @Test func takesTheCredentialsThatItNames() async throws {
        try await withSandbox { client in
            let variables = Dictionary(uniqueKeysWithValues: client.address.environment.map { ($0.key, $0.value) })
            #expect(variables["INTERCOM_BASE_URL"] == client.address.intercom)
            #expect(variables["SENDGRID_BASE_URL"] == client.address.sendgrid)
            #expect(variables["MIXPANEL_BASE_URL"] == client.address.mixpanel)
            #expect(variables["ZENDESK_BASE_URL"] == client.address.zendesk)
            let names = ["MIXPANEL_SERVICE_ACCOUNT_USERNAME", "MIXPANEL_SERVICE_ACCOUNT_SECRET"]
            let account = Data(names.compactMap { variables[$0] }.joined(separator: ":").utf8).base64EncodedString()
            let user = "\(variables["ZENDESK_EMAIL"] ?? "")/token:\(variables["ZENDESK_API_TOKEN"] ?? "")"
            let requests = [
                ("/zendesk/api/v2/users/me", "Basic \(Data(user.utf8).base64EncodedString())"),
                ("/intercom/me", "Bearer \(variables["INTERCOM_ACCESS_TOKEN"] ?? "")"),
                ("/sendgrid/v3/scopes", "Bearer \(variables["SENDGRID_API_KEY"] ?? "")"),
                ("/mixpanel/api/app/me", "Basic \(account)"),
            ]
            for (path, credentials) in requests {
                let headers = ["Authorization": credentials, "Accept": "application/json"]
                let answer = try await client.send("GET", path, body: [], headers: headers)
                #expect(answer.status == 200, "\(path)")
            }
        }
    }

    @Test(arguments: [
        ("GET", "/", 404), ("GET", "/pigeon/tags", 404), ("PUT", "/_faults", 405), ("POST", "/_log", 405),
    ])
    func refusesOtherControls(method: String, path: String, status: Int) async throws {
        try await withSandbox { client in
            let answer = try await client.control(method, path)
            #expect(answer.status == status)
        }
    }

    @Test func logsEveryRequestWithoutCredentials() async throws {
        try await withSandbox { client in
            try await client.order(["status": 503, "path": "/tags"])
            _ = try await client.intercom("GET", "/me")
            _ = try await client.intercom("POST", "/tags", ["name": "x"])
            _ = try await client.send("POST", "/intercom/tags", body: [123], headers: SandboxClient.headers)
            let log = try await client.log()
            let first: JSONValue = [
                "provider": "intercom", "method": "GET", "path": "/me", "status": 200, "body": .null,
            ]
            #expect(log.first == first)
            #expect(log.map { $0["status"] } == [200, 503, 400])
            #expect(log.map { $0["body"] } == [.null, ["name": "x"], "{"])
            #expect(log.map { $0["fault"]?["status"] } == [nil, 503, nil])
            let text = try await client.control("GET", "/_log").text
            #expect(!text.contains("sandbox-token"))
        }
    }

    @Test func logsADroppedRequestWithoutStatus() async throws {
        try await withSandbox { client in
            try await client.order(["drop": true])
            _ = try await client.deliver("GET", "/intercom/me", body: [], headers: SandboxClient.headers)
            #expect(try await client.log().map { $0["status"] } == [.null])
        }
    }

    @Test func clearsTheLogAlone() async throws {
        try await withSandbox { client in
            _ = try await client.makeUser()
            #expect(try await client.control("DELETE", "/_log").json == [])
            #expect(try await client.log().isEmpty)
            #expect(try await client.held("contacts").count == 1)
        }
    }

    @Test func resetsEverything() async throws {
        try await withSandbox { client in
            _ = try await client.makeUser()
            _ = try await client.makeTag("x")
            try await client.order(["status": 500, "times": 0])
            #expect(try await client.control("POST", "/_reset").status == 200)
            #expect(try await client.log().isEmpty)
            for name in ["contacts", "tags", "notes", "messages", "events"] {
                #expect(try await client.held(name).isEmpty)
            }
            #expect(try await client.held("admins").count == 2)
            #expect(try await client.intercom("GET", "/me").headers["x-ratelimit-remaining"] == "166")
        }
    }

    @Test func stopsWithItsScope() async throws {
        let address = try await withSandbox { client in client.address }
        await #expect(throws: (any Error).self) {
            try await SandboxClient(address: address).control("GET", "/_health")
        }
    }

    @Test func passesOnWhatTheBodyThrows() async throws {
        await #expect(throws: NoAnswer.self) {
            try await withSandbox { _ in throw NoAnswer() }
        }
    }

    @Test func servesUntilItIsCancelled() async throws {
        let (addresses, continuation) = AsyncStream.makeStream(of: SandboxAddress.self)
        let serving = Task { try await ProviderSandbox().run { continuation.yield($0) } }
        var iterator = addresses.makeAsyncIterator()
        let client = SandboxClient(address: try #require(await iterator.next()))
        #expect(try await client.control("GET", "/_health").status == 200)
        serving.cancel()
        try await serving.value
        await #expect(throws: (any Error).self) { try await client.control("GET", "/_health") }
    }

    @Test func saysThatThePortIsTaken() async throws {
        try await withSandbox { client in
            let failure = await #expect(throws: Failure.self) {
                try await ProviderSandbox.withServer(port: client.address.port) { _ in }
            }
            #expect(failure?.kind == .network)
            #expect(failure?.message.contains("port \(client.address.port) is taken") == true)
        }
    }

    @Test(arguments: [-1, 65_536])
    func refusesAPortThatIsNone(port: Int) async {
        let failure = await #expect(throws: Failure.self) { try await ProviderSandbox(port: port).run() }
        #expect(failure?.kind == .invalidInput)
    }
}
