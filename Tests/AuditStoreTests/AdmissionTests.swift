import Testing

@testable import AuditStore

struct AdmissionTests {
    @Test func servesWaitersInOrderAsPlacesComeBack() {
        var admission = Admission<String>(capacity: 1)
        #expect(admission.reserve() == true)
        #expect(admission.reserve() == false)
        let (a, b) = (admission.enroll(), admission.enroll())
        #expect(admission.wait(a, "a") == nil)
        #expect(admission.wait(b, "b") == nil)
        #expect(admission.release(1) == ["a"])
        #expect(admission.reserve() == false)
        #expect(admission.release(1) == ["b"])
        #expect(admission.release(1) == [])
        #expect(admission.reserve() == true)
    }

    @Test func aVerdictBeforeTheWaitIsNotLost() {
        var admission = Admission<String>(capacity: 1)
        #expect(admission.reserve() == true)
        let (a, b) = (admission.enroll(), admission.enroll())
        #expect(admission.dismiss(a, .cancelled) == nil)
        #expect(admission.release(1) == [])
        #expect(admission.wait(a, "a") == .cancelled)
        #expect(admission.wait(b, "b") == .admitted)
        #expect(admission.occupied == 1)
    }

    @Test func onlyTheFirstVerdictCounts() {
        var admission = Admission<String>(capacity: 1)
        #expect(admission.reserve() == true)
        let ticket = admission.enroll()
        #expect(admission.wait(ticket, "a") == nil)
        #expect(admission.dismiss(ticket, .expired) == "a")
        #expect(admission.dismiss(ticket, .cancelled) == nil)
        #expect(admission.release(1) == [])
        #expect(admission.occupied == 0)
    }

    @Test func closingTurnsEverybodyAway() {
        var admission = Admission<String>(capacity: 1)
        #expect(admission.reserve() == true)
        let ticket = admission.enroll()
        #expect(admission.wait(ticket, "a") == nil)
        #expect(admission.close() == ["a"])
        #expect(admission.release(1) == [])
        #expect(admission.reserve() == false)
        #expect(admission.wait(admission.enroll(), "b") == .closed)
    }
}
