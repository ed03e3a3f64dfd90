import Crypto
import HTTPTypes
import IntercomProvider
import SwitchboardCore
import Testing

struct IntercomSignatureTests {
    private static let key = "f0a1b2c3-0000-4444-8888-abcdefabcdef"
    private static let signature = "sha1=5369887eba3ab9da162f253a15707394e6006f2b"
    private static let body = Array(
        """
        {"type":"notification_event","app_id":"a86dr8yl","id":"notif_78c122d0-23ba-11e4-9464-79b01267cc2e",\
        "topic":"conversation.user.created","data":{"type":"notification_event_data",\
        "item":{"type":"conversation","id":"1295"}},"delivery_attempts":1,"created_at":1734537424,\
        "first_sent_at":1734537424}
        """
        .utf8
    )

    /// Why a request is refused; an old one is not, since no time is signed.
    private func failure(
        _ signatures: [String] = [signature],
        body: [UInt8] = body,
        keys: [String] = [key]
    ) -> Failure? {
        let name = HTTPField.Name("X-Hub-Signature")!
        let headers = HTTPFields(signatures.map { HTTPField(name: name, value: $0) })
        do throws(Failure) {
            _ = try IntercomProvider.events(
                in: WebhookRequest(headers: headers, body: body),
                keys: keys.map { Secret($0) },
                now: Timestamp(secondsSince1970: 0)
            )
            return nil
        } catch {
            return error
        }
    }

    @Test func acceptsWhatIntercomHasSigned() {
        #expect(failure() == nil)
        #expect(failure(["sha1=5369887EBA3AB9DA162F253A15707394E6006F2B"]) == nil, "digits have no case")
    }

    @Test func refusesABodyWithAnyByteChanged() {
        for index in Self.body.indices {
            var body = Self.body
            body[index] ^= 1
            #expect(failure(body: body)?.message == "webhook refused: the signature does not fit")
        }
        #expect(failure(body: Self.body + [10])?.kind == .authenticationFailed)
        #expect(failure(body: Self.body.dropLast())?.kind == .authenticationFailed)
        #expect(failure(body: [])?.kind == .authenticationFailed)
    }

    @Test func refusesASignatureWithAnyCharacterChanged() {
        let characters = Array(Self.signature)
        for index in characters.indices {
            var changed = characters
            changed[index] = characters[index] == "0" ? "1" : "0"
            #expect(failure([String(changed)])?.kind == .authenticationFailed, "character \(index)")
        }
    }

    @Test(arguments: [
        "sha1=", "5369887eba3ab9da162f253a15707394e6006f2b", "SHA1=5369887eba3ab9da162f253a15707394e6006f2b",
        "sha256=5369887eba3ab9da162f253a15707394e6006f2b", "sha1=5369887eba3ab9da162f253a15707394e6006f2",
        "sha1=5369887eba3ab9da162f253a15707394e6006f2b0", "sha1=5369887eba3ab9da162f253a15707394e6006f2g",
        "sha1= 5369887eba3ab9da162f253a15707394e6006f2b", "sha1=+369887eba3ab9da162f253a15707394e6006f2b",
        "sha1=５369887eba3ab9da162f253a15707394e6006f2b", "sha1=0x5369887eba3ab9da162f253a15707394e6006f",
    ])
    func refusesASignatureInAnotherForm(text: String) {
        #expect(
            failure([text])?.message == "webhook refused: X-Hub-Signature is not sha1= and 40 hexadecimal digits"
        )
    }

    @Test func refusesWhereTheHeaderIsMissingEmptyOrThereTwice() {
        #expect(failure([])?.message == "webhook refused: X-Hub-Signature is missing")
        #expect(failure([""])?.message == "webhook refused: X-Hub-Signature is missing")
        #expect(
            failure([Self.signature, Self.signature])?.message == "webhook refused: X-Hub-Signature is there twice"
        )
    }

    @Test func believesAnyOfSeveralKeys() {
        #expect(failure(keys: ["another", Self.key]) == nil)
        #expect(failure(keys: [Self.key, "another"]) == nil)
        #expect(failure(keys: ["another", "third"])?.kind == .authenticationFailed)
    }

    @Test func believesNobodyWithoutAKey() {
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: Self.body, using: SymmetricKey(data: [UInt8]()))
        let digits = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(failure(["sha1=\(digits)"], keys: ["", Self.key])?.kind == .authenticationFailed)
        for keys in [[], [""]] {
            let failure = failure(["sha1=\(digits)"], keys: keys)
            #expect(failure?.kind == .notConfigured)
            #expect(failure?.message == "Intercom webhooks not configured. Set INTERCOM_CLIENT_SECRET.")
        }
    }
}
