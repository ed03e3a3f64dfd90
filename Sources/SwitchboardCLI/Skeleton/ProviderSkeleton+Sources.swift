/// The package's manifest and the provider itself.
extension ProviderSkeleton {
    var manifest: String {
        #"""
        // swift-tools-version: 6.2
        import PackageDescription

        let package = Package(
            name: "\#(packageName)",
            products: [
                .library(name: "\#(module)", targets: ["\#(module)"])
            ],
            dependencies: [
                .package(name: "switchboard", path: "\#(library.inSwiftLiteral)"),
                .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
            ],
            targets: [
                .target(
                    name: "\#(module)",
                    dependencies: [
                        .product(name: "SwitchboardCore", package: "switchboard"),
                        .product(name: "HTTPTypes", package: "swift-http-types"),
                    ]
                ),
                .executableTarget(
                    name: "\#(tool)",
                    dependencies: ["\#(module)", .product(name: "Switchboard", package: "switchboard")]
                ),
                .testTarget(
                    name: "\#(module)Tests",
                    dependencies: [
                        "\#(module)",
                        .product(name: "Switchboard", package: "switchboard"),
                        .product(name: "SwitchboardCore", package: "switchboard"),
                        .product(name: "SwitchboardTesting", package: "switchboard"),
                    ]
                ),
            ]
        )

        """#
    }

    var provider: String {
        #"""
        import HTTPTypes
        import SwitchboardCore

        /// The REST API of \#(displayName).
        ///
        /// One file an area of the API; what every request carries stands here.
        public struct \#(module): Provider {
            /// The name in configuration.
            public static let name = "\#(name)"
            /// The name for people.
            public static let displayName = "\#(displayName)"
            /// The keys of an instance.
            public static let settings: [Setting] = [
                Setting("apiToken", "the account's API token", isSecret: true),
                Setting("baseURL", "replaces the host; its path is kept as a prefix"),
            ]

            /// What it can do.
            public static let actions = ActionTable<Self>(
                handles(noteContact)
            )

            let base: BaseURL
            private let apiToken: Secret

            /// Creates the adapter of an instance.
            public init(settings: ProviderSettings) throws(Failure) {
                apiToken = try settings.requiredSecret("apiToken")
                base = try settings.baseURL(default: "https://api.\#(dashed).example")
            }

            /// 60 calls a minute, in bursts of 6.
            public var rateLimit: RateLimit { RateLimit(60, per: .seconds(60)) }

            /// The host, or what replaces it.
            public var baseURL: BaseURL? { base }

            /// Who the token belongs to.
            public var healthCheck: WireRequest? { WireRequest(.get, "/v1/account", at: base, .safe) }

            /// Adds the token.
            public func authorize(_ request: inout WireRequest) {
                request.headers[.authorization] = "Bearer \(apiToken.reveal())"
                request.headers[.accept] = "application/json"
            }

            /// Reads `{"error": {"code": …, "message": …}}`.
            public func problem(in response: WireResponse) -> ProviderProblem? {
                guard let error = response.json?["error"] else { return nil }
                return ProviderProblem(code: error["code"]?.string, message: error["message"]?.string)
            }
        }

        """#
    }

    var notes: String {
        #"""
        import HTTPTypes
        import SwitchboardCore

        /// `contact.note`
        extension \#(module) {
            func noteContact(_ action: NoteContact, using client: ProviderClient) async throws(Failure) -> NoteContact.Receipt {
                if action.adminID != nil {
                    throw .invalidInput("admin_id", "means nothing to \#(displayName), whose notes are the token's; leave it out")
                }
                var request = WireRequest(.post, "/v1/notes", at: base, .once)
                try request.setJSON(NewNote(person: \#(type)Person(action.person), text: action.body))
                let note = try await client.send(request, as: Note.self)
                return NoteContact.Receipt(noteID: note.id, contactID: note.personID)
            }
        }

        /// Whom a request is about: any of the three ids will do.
        struct \#(type)Person: Encodable {
            var id: String?
            var externalID: String?
            var email: String?

            init(_ person: Person) {
                id = person.contactID
                externalID = person.userID
                email = person.email
            }

            private enum CodingKeys: String, CodingKey {
                case id
                case externalID = "external_id"
                case email
            }
        }

        private struct NewNote: Encodable {
            var person: \#(type)Person
            var text: String
        }

        /// What every answer must have, or it is no receipt.
        private struct Note: Decodable {
            var id: String
            var personID: String

            private enum CodingKeys: String, CodingKey {
                case id
                case personID = "person_id"
            }
        }

        """#
    }
}
