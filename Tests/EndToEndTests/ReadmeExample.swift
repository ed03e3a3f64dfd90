import Switchboard
import SwitchboardCore

/// The README's example, built so that it cannot rot; ``ReadmeTests`` compares the two.
func readmeExample() async throws {
    let tools = try CommunicationTools(configuration: .load())
    let note = NoteContact(person: Person(email: "ada@example.com"), body: "wants a demo")
    let outcome = await tools.perform(note)
    switch outcome.result {
    case .success(let receipt): print("note \(receipt.noteID), audit id \(outcome.auditID)")
    case .failure(let failure) where failure.effect == .unknown: print("look before you repeat it: \(failure.message)")
    case .failure(let failure): print("not done: \(failure.message)")
    }
    await tools.shutdown()
}
