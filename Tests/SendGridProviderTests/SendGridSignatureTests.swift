import Crypto
import Foundation
import HTTPTypes
import SendGridProvider
import SwitchboardCore
import Testing

struct SendGridSignatureTests {
    @Test func acceptsWhatSendGridHasSigned() throws {
        let signed = SignedRequest.official
        try signed.verify()
        let event = try #require(try SendGridProvider.events(in: signed.body).first)
        #expect(event.kind == .emailRejected)
        #expect(event.reason == .bounced)
        #expect(event.reference == "LRzXl_NHStOGhQ4kofSm_A")
    }

    @Test func refusesABodyWithAnyByteChanged() {
        for index in SignedRequest.official.body.indices {
            var signed = SignedRequest.official
            signed.body[index] ^= 1
            #expect(signed.failure?.kind == .authenticationFailed, "byte \(index)")
        }
    }

    @Test func refusesABodyThatIsLongerOrShorter() {
        let body = SignedRequest.official.body
        for changed in [body.dropLast(), body + [10], []] {
            var signed = SignedRequest.official
            signed.body = Array(changed)
            #expect(signed.failure?.message == "webhook refused: the signature does not fit")
        }
    }

    @Test func refusesASignatureWithAnyByteChanged() throws {
        let bytes = try #require(Data(base64Encoded: SignedRequest.official.signature))
        for index in bytes.indices {
            for mask: UInt8 in [1, 0x80] {
                var changed = bytes
                changed[index] ^= mask
                var signed = SignedRequest.official
                signed.signature = changed.base64EncodedString()
                #expect(signed.failure?.kind == .authenticationFailed, "byte \(index)")
            }
        }
    }

    @Test func refusesASignatureWithAnyCharacterChanged() {
        let characters = Array(SignedRequest.official.signature)
        for index in characters.indices {
            var changed = characters
            changed[index] = characters[index] == "N" ? "O" : "N"
            var signed = SignedRequest.official
            signed.signature = String(changed)
            #expect(signed.failure?.kind == .authenticationFailed, "character \(index)")
        }
    }

    @Test func refusesATimeWithAnyDigitChanged() {
        let digits = Array(SignedRequest.official.time)
        for index in digits.indices {
            var changed = digits
            changed[index] = digits[index] == "5" ? "6" : "5"
            var signed = SignedRequest.official
            signed.time = String(changed)
            #expect(signed.failure?.message == "webhook refused: the signature does not fit")
        }
    }

    @Test(arguments: ["", " ", "=", "AAAA", "MEUCIGHQVtGj", "not base64!", "MEUCIGHQVtGj+Y3LkG9f\u{FC}"])
    func refusesWhatIsNoSignature(text: String) {
        var signed = SignedRequest.official
        signed.signature = text
        #expect(signed.failure?.kind == .authenticationFailed)
        #expect(signed.failure?.effect == Failure.Effect.none)
    }

    @Test(arguments: ["X-Twilio-Email-Event-Webhook-Signature", "X-Twilio-Email-Event-Webhook-Timestamp"])
    func refusesWhereAHeaderIsMissingEmptyOrThereTwice(name: String) throws {
        let field = try #require(HTTPField.Name(name))
        let sound = SignedRequest.official.request
        var request = sound
        request.headers[field] = nil
        #expect(SignedRequest.failure(of: request)?.message == "webhook refused: \(name) is missing")
        request.headers[field] = ""
        #expect(SignedRequest.failure(of: request)?.message == "webhook refused: \(name) is missing")
        request = sound
        request.headers.append(HTTPField(name: field, value: sound.headers[field] ?? ""))
        #expect(SignedRequest.failure(of: request)?.message == "webhook refused: \(name) is there twice")
    }

    @Test func takesHeadersInAnyCase() throws {
        var request = WebhookRequest(headers: [:], body: SignedRequest.official.body)
        for field in SignedRequest.official.request.headers {
            request.headers.append(
                HTTPField(name: try #require(HTTPField.Name(field.name.rawName.lowercased())), value: field.value)
            )
        }
        #expect(SignedRequest.failure(of: request) == nil)
    }
}

struct SendGridFreshnessTests {
    @Test(arguments: [(-600, true), (600, true), (-601, false), (601, false), (Int64.max, false), (.min, false)])
    func believesASignedTimeForTenMinutesBothWays(offset: Int64, isBelieved: Bool) {
        var signed = SignedRequest.official
        let now = Int64(1_600_112_502).addingReportingOverflow(offset)
        signed.now = Timestamp(secondsSince1970: now.overflow ? offset : now.partialValue)
        #expect((signed.failure == nil) == isBelieved)
        if !isBelieved {
            #expect(signed.failure?.message == "webhook refused: its signed time is more than 600 s from our clock")
        }
    }

    @Test(arguments: [
        (Duration.seconds(5), false), (.seconds(60), true), (.seconds(Int64.max), true), (.seconds(-9), false),
    ])
    func letsTheCallerChooseHowLong(tolerance: Duration, isBelieved: Bool) {
        var signed = SignedRequest.official
        signed.now = Timestamp(secondsSince1970: 1_600_112_502 + 60)
        signed.tolerance = tolerance
        #expect((signed.failure == nil) == isBelieved)
    }

    @Test(arguments: [
        "-1600112502", "+1600112502", "1600112502.0", "1600112502 ", "0x5F5FC776", "١٦٠٠١١٢٥٠٢", "99999999999999999999",
        "9223372036854775807", "1600112502000", "1e9", "abc",
    ])
    func refusesASignedTimeInAnotherForm(time: String) throws {
        let key = SigningKey(1)
        var signed = try key.sign(SignedRequest.official.body, at: time)
        signed.now = Timestamp(secondsSince1970: 1_600_112_502)
        #expect(signed.failure?.kind == .authenticationFailed)
    }
}

struct SendGridKeyTests {
    @Test func believesAnyOfSeveralKeys() throws {
        let old = SigningKey(1)
        let new = SigningKey(2)
        for key in [old, new] {
            var signed = try key.sign(Array("[]".utf8), at: "1600112502")
            signed.keys = [old.text, new.text]
            try signed.verify()
            signed.keys = [SigningKey(3).text]
            #expect(signed.failure?.message == "webhook refused: the signature does not fit")
        }
    }

    @Test(arguments: ["garbage", "AAAA", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O", ""])
    func passesOverAKeyThatIsNone(text: String) throws {
        var signed = SignedRequest.official
        signed.keys = [text] + signed.keys
        try signed.verify()
        signed.keys = ["garbage", text]
        #expect(signed.failure?.kind == .notConfigured)
        #expect(signed.failure?.field == "webhookPublicKey")
        #expect(signed.failure?.message.hasPrefix("webhookPublicKey holds no public key") == true)
        #expect(signed.failure?.message.contains("garbage") == false)
    }

    @Test(arguments: [[], [""]]) func needsAKey(keys: [String]) {
        var signed = SignedRequest.official
        signed.keys = keys
        #expect(signed.failure?.kind == .notConfigured)
        #expect(
            signed.failure?.message == "SendGrid webhooks not configured. Set SENDGRID_WEBHOOK_PUBLIC_KEY."
        )
    }

    @Test func refusesAKeyOnAnotherCurve() throws {
        var signed = SignedRequest.official
        signed.keys = [P384.Signing.PrivateKey().publicKey.derRepresentation.base64EncodedString()]
        #expect(signed.failure?.kind == .notConfigured)
    }
}
