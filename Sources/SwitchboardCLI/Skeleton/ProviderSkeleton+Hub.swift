/// The tool that performs actions through the provider, and what configures it.
extension ProviderSkeleton {
    var hub: String {
        #"""
        import \#(module)
        import Foundation
        import Switchboard

        /// Performs one action, given as its name and its fields in JSON, and prints the outcome.
        @main
        struct \#(type)Hub {
            static func main() async {
                let arguments = CommandLine.arguments.dropFirst()
                guard arguments.count == 2, let action = arguments.first, let fields = arguments.last else {
                    leave("usage: \#(tool) ACTION JSON", status: 2)
                }
                let providers = builtInProviders + [\#(module).self]
                do {
                    let tools = try CommunicationTools(
                        configuration: .load(file: "hub.yaml", providers: providers),
                        providers: providers
                    )
                    let outcome = await tools.perform(named: action, json: Data(fields.utf8))
                    await tools.shutdown()
                    print(String(decoding: outcome.json.serialized(), as: UTF8.self))
                    exit(outcome.failure == nil ? 0 : 1)
                } catch {
                    leave("\(error)", status: 3)
                }
            }

            private static func leave(_ complaint: String, status: Int32) -> Never {
                FileHandle.standardError.write(Data("\(complaint)\n".utf8))
                exit(status)
            }
        }

        """#
    }

    var configuration: String {
        """
        # What \(tool) reads. The token stands in \(tokenVariable), never here.
        providers:
          \(name): { rate: 60/min }
        routes:
          contact.note: { first: [\(name)] }
        audit: { directory: var/audit }

        """
    }
}
