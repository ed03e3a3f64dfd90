import Foundation
import Logging
import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// Actions as a caller gives them: the first line is a name, JSON follows.
///
/// What decodes is checked, written and read again, and rehearsed at every provider that can do it.
struct ActionsTarget: FuzzTarget {
    private let catalog = ActionCatalog()
    private let tools: CommunicationTools
    private let time = ManualTime()

    init() {
        do throws(Failure) {
            tools = try CommunicationTools(
                configuration: Instance.configuration,
                transport: AnsweringTransport([]),
                audit: RecordingAuditLog(),
                time: time.source,
                logger: .silent
            )
        } catch {
            fatalError("\(error)")
        }
    }

    func run(_ bytes: [UInt8]) -> Bool {
        var lines = Lines(bytes)
        let name = lines.next()
        guard let type = try? catalog.action(named: name) else { return false }
        check(type, Data(lines.rest))
        return true
    }

    private func check<A: Action>(_ type: A.Type, _ json: Data) {
        do throws(Failure) {
            let action = try A.decode(json: json, time: time.source)
            let text = written(action)
            checkRoundTrip(type, text)
            _ = action.people
            _ = action.isBoundToProvider
            _ = try action.checkedForm()
            for instance in Instance.configuration.instances { rehearse(A.name, text, instance.settings.instance) }
        } catch {
            checkRefusal(error)
        }
    }

    private func checkRoundTrip<A: Action>(_ type: A.Type, _ text: Data) {
        do throws(Failure) {
            let again = written(try A.decode(json: text, time: time.source))
            require(again == text, "\(A.name) reads back as something else")
        } catch {
            fatalError("\(A.name) cannot be read back: \(error.message)")
        }
    }

    private func written(_ action: some Action) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return try encoder.encode(action) } catch { fatalError("\(action) cannot be written: \(error)") }
    }

    private func rehearse(_ name: String, _ json: Data, _ provider: String) {
        let tools = tools
        let rehearsal = Loop.run { await tools.rehearse(named: name, json: json, CallOptions(provider: provider)) }
        if let failure = rehearsal.failure { checkEffect(failure) }
        guard let form = try? JSONEncoder().encode(rehearsal) else { fatalError("a rehearsal cannot be written") }
        Instance.checkSecrecy(of: String(decoding: form, as: UTF8.self))
    }

    /// Input that is refused says where, in one line, and nothing was sent.
    private func checkRefusal(_ failure: Failure) {
        require(failure.kind == .invalidInput, "refused as \(failure.kind)")
        require(failure.field != nil, "no field: \(failure.message)")
        checkEffect(failure)
        let breaks = failure.message.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        require(!breaks, "a line break in: \(failure.message)")
    }

    private func checkEffect(_ failure: Failure) {
        require(failure.effect == .none, "nothing was sent, and the effect is \(failure.effect)")
    }
}
