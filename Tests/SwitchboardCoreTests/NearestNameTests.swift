import SwitchboardCore
import Testing

@Suite struct NearestNameTests {
    private let names = ["message_type", "subject", "body", "to", "custom_fields"]

    @Test(arguments: [
        ("subjekt", "subject"), ("messageType", "message_type"), ("MESSAGE-TYPE", "message_type"), ("boddy", "body"),
        ("customfield", "custom_fields"), ("bdoy", "body"), ("subject", "subject"),
    ])
    func findsWhatWasMeant(name: String, meant: String) {
        #expect(name.nearest(among: names) == meant)
    }

    @Test(arguments: ["", "x", "id", "recipient", "completely"])
    func findsNothingFar(name: String) {
        #expect(name.nearest(among: names) == nil)
    }

    @Test func comparesNoLongNames() {
        let name = String(repeating: "x", count: 65)
        #expect(name.nearest(among: [name]) == nil)
        #expect(String(name.dropLast()).nearest(among: [name]) == name)
    }

    @Test func takesTheNearestOfSeveral() {
        #expect("tags".nearest(among: ["bags", "tag", "tags_x"]) == "bags")
        #expect("tag".nearest(among: [String]()) == nil)
    }
}
