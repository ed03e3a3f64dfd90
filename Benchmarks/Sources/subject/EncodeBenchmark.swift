import ArgumentParser
import HTTPTypes
import SwitchboardCore

/// The body of a note as JSON, as the adapters write it.
struct EncodeBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "encode")

    @Option var operations = 200_000
    @Option var bytes = 1024

    func run() async throws {
        guard let base = BaseURL("http://127.0.0.1:9") else { fail("the address is not usable") }
        let letters = (0..<bytes).map { $0 % 64 == 63 ? "\n" : Character(UnicodeScalar(97 + UInt8($0 % 26))) }
        let note = Note(body: String(letters), adminID: "991267583")
        var request = WireRequest(.post, "/contacts/{id}/notes", ["id": "1"], at: base, .once)
        let measurement = Measurement()
        for _ in 0..<operations { try request.setJSON(note) }
        measurement.report(operations)
        if request.body.count < bytes { fail("the body is too short") }
    }
}

private struct Note: Encodable {
    var body: String
    var adminID: String

    private enum CodingKeys: String, CodingKey {
        case body
        case adminID = "admin_id"
    }
}
