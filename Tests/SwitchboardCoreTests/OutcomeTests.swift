import SwitchboardCore
import Testing

@Suite struct OutcomeTests {
    private let id = ActionID(high: 0x0123_4567_89ab_7def, low: 0x8123_4567_89ab_cdef)
    private let text: JSONValue = "01234567-89ab-7def-8123-456789abcdef"

    @Test func writesAReceiptFlat() throws {
        let receipt = NoteContact.Receipt(noteID: "5", contactID: "c")
        let outcome = Outcome(.success(receipt), provider: "plain", auditID: id)
        #expect(
            try JSONValue(encoding: outcome) == [
                "success": true, "provider": "plain", "audit_id": text, "note_id": "5", "user_id": "c",
                "contact_id": "c",
            ]
        )
        #expect(outcome.isSuccess && outcome.failure == nil)
        #expect(try outcome.get().noteID == "5")
    }

    @Test func writesAFailureFlat() throws {
        var failure = Failure(.rejected, effect: .refused, "no", field: "body")
        failure.provider = "plain"
        let outcome = Outcome<NoteContact.Receipt>(.failure(failure), provider: "plain", auditID: id)
        #expect(
            try JSONValue(encoding: outcome) == [
                "success": false, "provider": "plain", "audit_id": text, "error": "no", "error_kind": "rejected",
                "effect": "refused", "field": "body",
            ]
        )
        #expect(!outcome.isSuccess)
        #expect(throws: failure) { try outcome.get() }
    }

    @Test func marksAnIncompleteAuditAndLeavesOutAnAbsentProvider() throws {
        let outcome = Outcome<NoteContact.Receipt>(
            .failure(Failure(.noRoute, effect: .none, "none")),
            provider: nil,
            auditID: id,
            isAuditIncomplete: true
        )
        let form = try JSONValue(encoding: outcome)
        #expect(form["audit_incomplete"] == true)
        #expect(form["provider"] == nil)
        #expect(form["success"] == false)
    }
}
