public import SwitchboardCore

/// Faults for a sandbox to start with, in the JSON that `POST /_faults` takes: one fault, or a list of them.
public struct SandboxFaults: Sendable {
    /// The faults, in the order in which they are tried.
    let list: [Fault]

    /// Creates no faults at all.
    public init() {
        list = []
    }

    /// Reads faults from JSON text.
    ///
    /// - Throws: ``/SwitchboardCore/Failure/Kind/invalidInput`` with the path of the first problem, such as `[1].status`.
    public init(parsing json: some Sequence<UInt8>) throws(Failure) {
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: json, isTolerant: false)
        } catch {
            throw .invalidInput("", "is not JSON; \(error)")
        }
        do {
            list = try Fault.list(value, providers: SandboxServer.providerNames)
        } catch {
            throw .invalidInput(error.path, error.problem)
        }
    }
}
