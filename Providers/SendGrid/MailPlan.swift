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
    }

    private struct Key: Hashable {
        var frame: SendEmail
        var sender: Address
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
        var indices: [Key: [Int]] = [:]
        var order: [Key] = []
        for (index, message) in messages.enumerated() {
            guard let sender = senders[index] else { continue }
            let key = Key(frame: message.frame, sender: sender)
            if indices[key] == nil { order.append(key) }
            indices[key, default: []].append(index)
        }
        waiting = order.reversed().map { group(of: $0, indices[$0] ?? []) }
    }

    /// Draws the next request.
    func next() -> MailRequest? {
        guard let group = waiting.popLast() else { return nil }
        let request = request(with: group.mail, for: group.indices.prefix(fitting(group.indices)))
        let rest = group.indices.dropFirst(request.indices.count)
        if !rest.isEmpty { waiting.append(Group(mail: group.mail, indices: rest)) }
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
    private func group(of key: Key, _ indices: [Int]) -> Group {
        var frame = key.frame
        let first = messages[indices[0]]
        if indices.allSatisfy({ messages[$0].subject == first.subject }) { frame.subject = first.subject }
        if indices.allSatisfy({ messages[$0].sendAt == first.sendAt }) { frame.sendAt = first.sendAt }
        return Group(mail: Mail(frame: frame, sender: key.sender), indices: indices[...])
    }

    /// How many messages a request takes by the number of recipients; since each has one, of messages too.
    private func fitting(_ indices: ArraySlice<Int>) -> Int {
        var recipients = 0
        return
            indices.prefix { index in
                recipients += messages[index].recipientCount
                return recipients <= SendEmail.recipientLimit
            }
            .count
    }

    /// The request, with as many of the messages as its size allows; with one at least.
    private func request(with mail: Mail, for indices: ArraySlice<Int>) -> MailRequest {
        var request = MailRequest(mail: mail, indices: Array(indices), messages: indices.map(marked))
        while request.body.bytes.count > Mail.byteLimit, request.indices.count > 1 {
            let half = indices.prefix(request.indices.count / 2)
            request = MailRequest(mail: mail, indices: Array(half), messages: half.map(marked))
        }
        return request
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
