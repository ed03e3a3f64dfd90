import SwitchboardCore
import Testing

@testable import CurlTransport

struct RequestAddressTests {
    @Test(arguments: [
        ("https://api.example.com", "api.example.com", false),
        ("https://API.Example.com:8443/v1/x?y=z#f", "api.example.com", false),
        ("https://[2001:DB8::1]/", "[2001:db8::1]", false),
        ("http://localhost:8080/a", "localhost", true),
        ("http://127.8.9.1?x", "127.8.9.1", true),
        ("http://[::1]:1/", "[::1]", true),
    ])
    func reads(url: String, host: String, isPlain: Bool) throws {
        let address = try RequestAddress(url)
        #expect(address.host == host)
        #expect(address.isPlain == isPlain)
    }

    @Test(arguments: [
        "", "https://", "https:///path", "https://:443/", "api.example.com", "//api.example.com", "HTTPS://a/",
        "ftp://a/",
        "file:///etc/passwd", "https://user@a/", "https://user:password@a/", "https://a:/", "https://a:0/",
        "https://a:70000/",
        "https://a:1x/", "https://a:+1/", "https://a:443:443/", "https://a\\@b/", "https://a%2Eb/", "https://a_b/",
        "https://[::1/", "https://[::1]x/", "https://[fe80::1%25eth0]/", "https://a b/", "https://a/\r\nX: y",
        "https://a/\n",
        "https://a/\0", "https://a/\u{7F}", "https://a/\u{E9}", "http://example.com/", "http://127.0.0.1.example.com/",
        "http://localhost.example.com/", "http://127.1/", "http://127.0.0.08/", "http://127.0.0.256/",
        "http://2130706433/",
        "http://[::ffff:1.2.3.4]/", "http://0.0.0.0/", "http://localhost@example.com/",
    ])
    func refuses(url: String) {
        let failure = #expect(throws: Failure.self) { try RequestAddress(url) }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(failure?.field == "url")
    }
}
