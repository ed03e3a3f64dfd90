import HTTPTypes
import SwitchboardCore
import Testing

struct RequestPreviewTests {
    private let secrets = [Secret("s3cr3t/\"key\""), Secret("s3cr3t/\"key\"-longer"), Secret("abc")]
    private let base = BaseURL("https://api.example.com")!

    private func request(_ prepare: (inout WireRequest) throws -> Void = { _ in }) rethrows -> WireRequest {
        var request = WireRequest(.post, "/things/{id}", ["id": "a b"], at: base, .once)
        try prepare(&request)
        return request
    }

    @Test func showsTheRequestAsItIs() throws {
        let preview = RequestPreview(
            try request {
                try $0.setJSON(["text": "hi"])
                $0.headers.append("X-Version", "2")
            },
            hiding: secrets
        )
        #expect(preview.name == "POST /things/{id}")
        #expect(preview.method == "POST")
        #expect(preview.url == "https://api.example.com/things/a%20b")
        #expect(
            preview.headers.fields.map { "\($0.name): \($0.value)" } == [
                "Content-Type: application/json", "X-Version: 2",
            ]
        )
        #expect(preview.body == ["text": "hi"])
        #expect(preview.bodyBytes == 13)
    }

    @Test(arguments: [
        ("Authorization", "Bearer anything", "Bearer [redacted]"),
        ("authorization", "Basic dXNlcjpzM2NyM3Q=", "Basic [redacted]"),
        ("Proxy-Authorization", "anything", "[redacted]"),
        ("Cookie", "session=anything", "[redacted]"),
        ("X-Api-Key", "s3cr3t/\"key\"", "[redacted]"),
        ("X-Api-Key", "s3cr3t/\"key\"-longer", "[redacted]"),
        ("X-Api-Key", "abc", "[redacted]"),
        ("X-Api-Key", "key s3cr3t/\"key\"!", "key [redacted]!"),
        ("X-Api-Key", "czNjcjN0LyJrZXki", "[redacted]"),
    ])
    func hidesCredentialsInHeaders(name: String, value: String, shown: String) {
        let preview = RequestPreview(request { $0.headers.append(name, value) }, hiding: secrets)
        #expect(preview.headers.fields.map(\.value) == [shown])
    }

    @Test func hidesCredentialsInTheAddress() {
        let preview = RequestPreview(
            request { $0.url += "?key=\("s3cr3t/\"key\"".percentEncoded)&x=1" },
            hiding: secrets
        )
        #expect(preview.url == "https://api.example.com/things/a%20b?key=[redacted]&x=1")
    }

    @Test func hidesCredentialsInTheBody() throws {
        let body: JSONValue = ["token": "s3cr3t/\"key\"", "list": [["s3cr3t/\"key\"": "abc"]], "n": 1]
        let preview = RequestPreview(try request { try $0.setJSON(body) }, hiding: secrets)
        #expect(preview.body == ["token": "[redacted]", "list": [["[redacted]": "[redacted]"]], "n": 1])
        let text = RequestPreview(request { $0.body = Array("a=1&key=s3cr3t%2F%22key%22".utf8) }, hiding: secrets)
        #expect(text.body == "a=1&key=[redacted]")
    }

    @Test func saysOnlyHowLongABodyIsThatIsNoText() throws {
        let preview = RequestPreview(request { $0.body = [0x1F, 0x8B, 0xFF] }, hiding: secrets)
        #expect(preview.body == nil)
        #expect(preview.bodyBytes == 3)
        let form = try JSONValue(encoding: preview)
        #expect(form["body_bytes"] == 3)
        #expect(form["body"] == nil)
    }
}
