import ArgumentParser
import SwitchboardCore

/// How a command is told of which person it is about.
struct PersonOptions: ParsableArguments {
    @Option(help: "The person's address.")
    var email: String?

    @Option(help: "The platform's own id of the person.")
    var userID: String?

    /// The person.
    var person: Person { Person(email: email, userID: userID) }

    /// Whether nobody is named.
    var isEmpty: Bool { email == nil && userID == nil }

    func validate() throws {
        if let email, let problem = EmailAddress.problem(in: email) { throw ValidationError("--email \(problem)") }
        guard userID != "" else { throw ValidationError("--user-id is empty; give the platform's own id") }
    }

    /// Refuses a command that names nobody.
    func requireOne(orElse other: String = "") throws {
        if isEmpty { throw ValidationError("nobody is named; give --email, --user-id\(other)") }
    }
}
