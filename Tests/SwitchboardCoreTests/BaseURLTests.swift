import SwitchboardCore
import Testing

@Suite struct BaseURLTests {
    @Test(arguments: [
        ("https://api.intercom.io", "https://api.intercom.io", false),
        ("https://API.Intercom.IO/", "https://api.intercom.io", false),
        ("https://example.com:8443/proxy/v1//", "https://example.com:8443/proxy/v1", false),
        ("https://example.com/a%20b/~x_-.y", "https://example.com/a%20b/~x_-.y", false),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x", false),
        ("https://localhost", "https://localhost", true),
        ("http://localhost:8080", "http://localhost:8080", true),
        ("http://LOCALHOST/x", "http://localhost/x", true),
        ("http://127.0.0.1:65535/intercom/", "http://127.0.0.1:65535/intercom", true),
        ("http://127.255.0.9", "http://127.255.0.9", true),
        ("http://[::1]:9/x", "http://[::1]:9/x", true),
    ])
    func acceptsHTTPSAndTheLoopback(text: String, address: String, isLoopback: Bool) throws {
        let url = try #require(BaseURL(text))
        #expect(url.description == address)
        #expect(url.isLoopback == isLoopback)
    }

    @Test(arguments: [
        "", "https://", "https:///x", "api.intercom.io", "HTTPS://example.com", "ftp://example.com",
        "file:///etc/passwd",
        "http://example.com", "http://10.0.0.1", "http://128.0.0.1", "http://127.0.0.1.example.com", "http://127.0.0",
        "http://127.0.0.256", "http://localhost.example.com", "http://localhost@example.com", "http://[::2]",
        "http://[::ffff:127.0.0.1]", "http://0.0.0.0", "https://user:pass@example.com", "https://user@example.com",
        "https://example.com?x=1", "https://example.com/x?y", "https://example.com/x#y", "https://example.com x",
        " https://example.com", "https://example.com\n", "https://example.com/a b", "https://example.com\\@evil.com",
        "https://example.com:", "https://example.com:x", "https://example.com:123456", "https://example.com:65536",
        "https://example.com:0", "https://example.com:٨٠", "https://exämple.com", "https://\u{212A}elvin.com",
        "https://example.com/\u{212A}", "https://example.com/../x", "https://example.com/a/..",
        "https://example.com/./x",
        "https://example.com/%2e%2E/x",
    ])
    func refusesEverythingElse(text: String) {
        #expect(BaseURL(text) == nil)
    }

    @Test(arguments: [
        ("::1", true), ("[::1]", true), ("localhost", true), ("127.1", false), ("127.+1.0.1", false), ("", false),
    ])
    func knowsTheLoopback(host: String, isLoopback: Bool) {
        #expect(BaseURL.isLoopback(host: host) == isLoopback)
    }
}
