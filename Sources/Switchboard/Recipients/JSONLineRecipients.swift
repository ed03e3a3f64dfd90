import SwitchboardCore

/// The recipients of a file with a JSON object a line.
struct JSONLineRecipients: RecipientRows {
    private typealias Member = CampaignRecipient.Member

    /// The most bytes of one line.
    private static let lineLimit = 1 << 20

    private let file: RecipientFile

    /// Creates the recipients of a file.
    init(_ file: RecipientFile) {
        self.file = file
    }

    var areUnchanged: Bool { file.isUnchanged }

    func rewind() throws(Failure) { try file.rewind() }

    func next() throws(Failure) -> RecipientRow? {
        while try file.peek() != nil {
            let place = RecipientPlace.line(file.line)
            guard let line = try line() else {
                return .bad(RecipientProblem(place, "is longer than \(Self.lineLimit) bytes"))
            }
            let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            if !isBlank { return row(line, at: place) }
        }
        return nil
    }

    /// The next line without its end; `nil` where it is too long, of which nothing is kept.
    private func line() throws(Failure) -> [UInt8]? {
        var bytes: [UInt8] = []
        var count = 0
        while let byte = try file.next(), byte != UInt8(ascii: "\n") {
            count += 1
            if count <= Self.lineLimit { bytes.append(byte) } else { bytes = [] }
        }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return count <= Self.lineLimit ? bytes : nil
    }

    private func row(_ line: [UInt8], at place: RecipientPlace) -> RecipientRow {
        do throws(JSONSyntaxError) {
            guard let members = try JSONValue(parsing: line, isTolerant: false).object else {
                return .bad(RecipientProblem(place, "is no JSON object"))
            }
            return row(members, at: place)
        } catch {
            return .bad(RecipientProblem(place, "is not JSON; column \(error.column): \(error.problem)"))
        }
    }

    private func row(_ members: [String: JSONValue], at place: RecipientPlace) -> RecipientRow {
        var recipient = CampaignRecipient("", tokens: members)
        for name in [Member.email, Member.name, Member.clientID, Member.userID] {
            guard let value = members[name], value != .null else { continue }
            let isID = name == Member.clientID || name == Member.userID
            guard let text = isID ? value.identifier : value.string else {
                return .bad(RecipientProblem(place, field: name, "is \(value.kindName); give a string"))
            }
            switch name {
            case Member.email: recipient.email = text
            case Member.name: recipient.name = text.isEmpty ? nil : text
            default:
                guard recipient.clientID == nil else {
                    return .bad(RecipientProblem(place, field: name, "stands beside client_id, one id; leave one out"))
                }
                recipient.clientID = text.isEmpty ? nil : text
            }
        }
        guard members[Member.email] != nil else {
            return .bad(RecipientProblem(place, field: Member.email, "is missing; give an address"))
        }
        return RecipientRow(recipient, at: place)
    }
}
