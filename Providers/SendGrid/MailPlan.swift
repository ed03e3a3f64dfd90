import SwitchboardCore

/// The requests that carry the messages of a batch, each made when its turn comes.
///
/// Messages that differ in nothing but recipients, template data, arguments, subject and time share requests, in the
/// batch's order. A class, so that whoever draws the requests can end them.
final class MailPlan: Sequence, IteratorProtocol {
    private let messages: [SendEmail]
    private let actionID: ActionID

    /// What is left of each group; the last one is drawn first.
    private var waiting: [Group] = []

    private struct Group {
        var mail: Mail
        var indices: ArraySlice<Int>

        /// What stands around the messages, once the group's turn has come.
        var shell: MailShell?
    }

    /// Creates the plan.
    ///
    /// - Parameters:
    ///   - messages: The batch.
    ///   - senders: Who writes each message, by its index; messages without one are left out.
    ///   - actionID: The batch's id, which every message carries beside its own index.
    init(_ messages: [SendEmail], senders: [Int: Address], actionID: ActionID) {
        self.messages = messages
        self.actionID = actionID
        var indices: [MailShell: [Int]] = [:]
        for (index, message) in messages.enumerated() {
            guard let sender = senders[index] else { continue }
            indices[MailShell(Mail(frame: message.frame, sender: sender)), default: []].append(index)
        }
        waiting = indices.values.sorted { $0[0] > $1[0] }
            .compactMap { indices in senders[indices[0]].map { group(of: indices, by: $0) } }
    }

    /// Draws the next request: with one message at least, and as many as its recipients and its size allow.
    func next() -> MailRequest? {
        guard var group = waiting.popLast() else { return nil }
        let shell = group.shell ?? MailShell(group.mail)
        var request = MailRequest(shell)
        var recipients = 0
        for index in group.indices {
            recipients += messages[index].recipientCount
            guard recipients <= SendEmail.recipientLimit else { break }
            guard request.add(group.mail.part(of: marked(index)), at: index) else { break }
        }
        if request.byteCount > Mail.byteLimit {
            request.refusal = messages[request.indices[0]].tooLarge(request.byteCount)
        }
        group.indices = group.indices.dropFirst(request.indices.count)
        group.shell = shell
        if !group.indices.isEmpty { waiting.append(group) }
        return request
    }

    /// Ends the plan.
    ///
    /// - Returns: The indices of the messages for which no request was drawn.
    func end() -> [Int] {
        defer { waiting = [] }
        return waiting.flatMap(\.indices)
    }

    /// The group, with a subject and a time that all of its messages have put where they stand once.
    private func group(of indices: [Int], by sender: Address) -> Group {
        let first = messages[indices[0]]
        let subject = first.subject.map { Array($0.utf8) }
        var frame = first.frame
        let sharesSubject = indices.allSatisfy { messages[$0].subject.map { Array($0.utf8) } == subject }
        if sharesSubject { frame.subject = first.subject }
        if indices.allSatisfy({ messages[$0].sendAt == first.sendAt }) { frame.sendAt = first.sendAt }
        return Group(mail: Mail(frame: frame, sender: sender), indices: indices[...])
    }

    private func marked(_ index: Int) -> SendEmail {
        var message = messages[index]
        message.customArgs = Mail.marked(message.customArgs, as: actionID, item: index)
        return message
    }
}

extension SendEmail {
    /// What the message may share with others.
    fileprivate var frame: SendEmail {
        var frame = self
        frame.to = []
        frame.from = nil
        frame.cc = nil
        frame.bcc = nil
        frame.templateData = nil
        frame.customArgs = nil
        frame.subject = nil
        frame.sendAt = nil
        return frame
    }
}
