import Crypto
import Foundation
import HTTPTypes
import SwitchboardCore
import Testing
import ZendeskProvider

struct ZendeskSignatureTests {
    /// The secret with which Zendesk signs the tests of a webhook that is not there yet.
    private static let key = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="
    private static let sound = Delivery()

    /// A request with its signature, each part of it to be changed.
    private struct Delivery {
        var signatures = ["smvpNYWH+fuK2a+NQlLrCUCbk2v3O/+Q4N3vE701rck="]
        var times = ["2026-01-02T03:04:05Z"]
        var body = Array(#"{"ticket":{"id":"35436"}}"#.utf8)
        var keys = [ZendeskSignatureTests.key]
        var now = Timestamp("2026-01-02T03:04:07Z")!

        var failure: Failure? {
            var headers = HTTPFields()
            for (name, values) in [
                ("X-Zendesk-Webhook-Signature", signatures), ("X-Zendesk-Webhook-Signature-Timestamp", times),
            ] {
                for value in values { headers.append(HTTPField(name: HTTPField.Name(name)!, value: value)) }
            }
            do throws(Failure) {
                _ = try ZendeskProvider.events(
                    in: WebhookRequest(headers: headers, body: body),
                    keys: keys.map { Secret($0) },
                    now: now
                )
                return nil
            } catch {
                return error
            }
        }

        /// Signs what is there, by the first key.
        mutating func sign() {
            let code = HMAC<SHA256>
                .authenticationCode(
                    for: Array(times[0].utf8) + body,
                    using: SymmetricKey(data: Array(keys[0].utf8))
                )
            signatures = [Data(code).base64EncodedString()]
        }
    }

    private static let misfit = "webhook refused: the signature does not fit"

    @Test func acceptsWhatZendeskHasSigned() {
        #expect(Self.sound.failure == nil)
    }

    @Test func checksASignatureOverWhateverFormOfTime() throws {
        let body = Array("{\n\t\"type\": \"ä\"\n}\n".utf8)
        var delivery = Delivery(times: ["1234"], body: body)
        delivery.sign()
        let code = Array(try #require(Data(base64Encoded: delivery.signatures[0])))
        #expect(ZendeskProvider.isSigned(body, at: "1234", by: [Secret(Self.key)], code))
        #expect(!ZendeskProvider.isSigned(body, at: "1235", by: [Secret(Self.key)], code))
        #expect(!ZendeskProvider.isSigned(body, at: "1234", by: [], code))
        #expect(
            delivery.failure?.message
                == "webhook refused: X-Zendesk-Webhook-Signature-Timestamp is not an ISO 8601 time with a zone"
        )
    }

    @Test func refusesABodyWithAnyByteChanged() {
        for index in Self.sound.body.indices {
            var changed = Self.sound
            changed.body[index] ^= 1
            #expect(changed.failure?.message == Self.misfit)
        }
        #expect(Delivery(body: Self.sound.body + [10]).failure?.message == Self.misfit)
        #expect(Delivery(body: Self.sound.body.dropLast()).failure?.message == Self.misfit)
        #expect(Delivery(body: []).failure?.message == Self.misfit)
    }

    @Test func refusesATimeWithAnyCharacterChanged() {
        let characters = Array(Self.sound.times[0])
        for index in characters.indices {
            var changed = characters
            changed[index] = characters[index] == "0" ? "1" : "0"
            #expect(Delivery(times: [String(changed)]).failure?.message == Self.misfit)
        }
        #expect(Delivery(times: ["2026-01-02T03:04:05+00:00"]).failure?.message == Self.misfit, "the same moment")
    }

    @Test func refusesASignatureWithAnyCharacterChanged() {
        let characters = Array(Self.sound.signatures[0])
        for index in characters.indices {
            var changed = characters
            changed[index] = characters[index] == "l" ? "m" : "l"
            #expect(Delivery(signatures: [String(changed)]).failure?.kind == .authenticationFailed, "\(index)")
        }
    }

    @Test(arguments: ["=", "AAAA", "no base64!", "smvpNYWH", "smvpNYWH+fuK2a+NQlLrCUCbk2v3O/+Q4N3vE701rck"])
    func refusesWhatIsNoSignature(text: String) {
        #expect(Delivery(signatures: [text]).failure?.kind == .authenticationFailed)
    }

    @Test func refusesWhereAHeaderIsMissingEmptyOrThereTwice() {
        let name = "X-Zendesk-Webhook-Signature"
        for signatures in [[], [""]] {
            #expect(Delivery(signatures: signatures).failure?.message == "webhook refused: \(name) is missing")
        }
        let signature = Self.sound.signatures[0]
        #expect(
            Delivery(signatures: [signature, signature]).failure?.message == "webhook refused: \(name) is there twice"
        )
        for times in [[], [""]] {
            #expect(Delivery(times: times).failure?.message == "webhook refused: \(name)-Timestamp is missing")
        }
        let time = Self.sound.times[0]
        #expect(Delivery(times: [time, time]).failure?.message == "webhook refused: \(name)-Timestamp is there twice")
    }

    @Test(arguments: [
        ("2026-01-02T03:14:05Z", true), ("2026-01-02T02:54:05Z", true), ("2026-01-02T03:14:05.000001Z", false),
        ("2026-01-02T02:54:04.999999Z", false), ("2027-01-02T03:04:05Z", false), ("0000-01-01T00:00:00Z", false),
    ])
    func believesASignedTimeForTenMinutesBothWays(now: String, isBelieved: Bool) throws {
        let delivery = Delivery(now: try #require(Timestamp(now)))
        #expect((delivery.failure == nil) == isBelieved)
        if !isBelieved {
            #expect(
                delivery.failure?.message == "webhook refused: its signed time is more than 600 s from our clock"
            )
        }
    }

    @Test(arguments: ["2026-01-02 03:04:05Z", "2026-01-02T03:04:05", "2026-02-30T03:04:05Z", "1767323045", "now"])
    func refusesASignedTimeInAnotherForm(time: String) {
        var delivery = Delivery(times: [time])
        delivery.sign()
        #expect(delivery.failure?.message.hasSuffix("is not an ISO 8601 time with a zone") == true)
    }

    @Test func believesAnyOfSeveralKeys() {
        #expect(Delivery(keys: ["another", Self.key]).failure == nil)
        #expect(Delivery(keys: [Self.key, "another"]).failure == nil)
        #expect(Delivery(keys: ["another", "third"]).failure?.message == Self.misfit)
    }

    @Test func takesTheSecretAsText() throws {
        let decoded = String(decoding: try #require(Data(base64Encoded: Self.key)), as: UTF8.self)
        #expect(Delivery(keys: [decoded]).failure?.message == Self.misfit)
    }

    @Test func believesNobodyWithoutAKey() {
        var delivery = Delivery(keys: [""])
        delivery.sign()
        #expect(delivery.failure?.kind == .notConfigured)
        #expect(delivery.failure?.message == "Zendesk webhooks not configured. Set ZENDESK_WEBHOOK_SECRET.")
        delivery.keys = ["", Self.key]
        #expect(delivery.failure?.message == Self.misfit)
        delivery.keys = []
        #expect(delivery.failure?.kind == .notConfigured)
    }
}
