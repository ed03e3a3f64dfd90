import Testing

@testable import compare

struct MachineTests {
    @Test
    func readsWhatTheSystemSays() {
        #expect(Machine.field("model name", in: "processor\t: 0\nmodel name\t: AMD EPYC: 7\n") == "AMD EPYC: 7")
        #expect(Machine.field("model name", in: "processor\t: 0\n") == nil)
        #expect(Machine.version(ofSwift: "Swift version 6.3.1 (swift-6.3.1-RELEASE)\n") == "6.3.1")
        #expect(Machine.version(ofSwift: "no such thing") == nil)
    }
}
