import SwitchboardCore
import Testing

@Suite struct SecretTests {
    private struct Holder {
        var name = "holder"
        var secret: Secret
        var list: [Secret]
    }

    private let secret = Secret("hunter2-token")

    @Test func showsNowhere() {
        var texts = ["\(secret)", secret.description, secret.debugDescription, String(reflecting: secret)]
        for value in [secret, Holder(secret: secret, list: [secret]), Optional(secret) as Any, ["key": secret]] {
            texts.append(String(describing: value))
            texts.append(String(reflecting: value))
            var dumped = ""
            dump(value, to: &dumped)
            texts.append(dumped)
        }
        for text in texts {
            #expect(text.contains("[redacted]"))
            #expect(!text.contains("hunter2"))
        }
    }

    @Test func hasNothingToReflect() {
        let mirror = Mirror(reflecting: secret)
        #expect(mirror.children.isEmpty)
        #expect(mirror.descendant("value") == nil)
        #expect((secret as Any) as? any Encodable == nil)
    }

    @Test func givesItselfAwayOnRequestOnly() {
        #expect(secret.reveal() == "hunter2-token")
        #expect(!secret.isEmpty)
        #expect(Secret("").isEmpty)
        #expect(secret == Secret("hunter2-token"))
        #expect(secret != Secret("hunter3-token"))
    }

    @Test(arguments: [
        ("bad token hunter2-token", "bad token [redacted]"),
        ("hunter2-tokenhunter2-token", "[redacted][redacted]"),
        ("hunter2-token\u{301} was refused", "[redacted]\u{301} was refused"),
        ("hunter2", "hunter2"),
        ("", ""),
    ])
    func isTakenOutOfTextsFromOutside(text: String, clean: String) {
        #expect(Array(secret.redact(in: text).unicodeScalars) == Array(clean.unicodeScalars))
    }

    @Test func leavesTextAloneWhereItIsTooShort() {
        #expect(Secret("abc").redact(in: "an abc") == "an abc")
        #expect(Secret("abcd").redact(in: "an abcd") == "an [redacted]")
        #expect(Secret("").redact(in: "an abc") == "an abc")
    }
}
