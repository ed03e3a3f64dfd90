import HTTPTypes
import SwitchboardCore

extension Failure {
    /// The failure without a trace of these credentials: a provider may quote what it was sent, and its error code goes
    /// into the audit log.
    func redacting(_ secrets: [Secret]) -> Failure {
        var failure = self
        for secret in secrets.inEveryForm {
            failure.message = secret.redact(in: failure.message)
            failure.providerCode = failure.providerCode.map(secret.redact)
            failure.providerMessage = failure.providerMessage.map { $0.redactingCut(secret) }
            for index in failure.details.indices {
                failure.details[index].field = failure.details[index].field.map(secret.redact)
                failure.details[index].message = failure.details[index].message.map { $0.redactingCut(secret) }
            }
        }
        return failure
    }
}

extension WireHeaders {
    /// What authorizes a request, without its scheme: made of credentials, as in basic authentication.
    var credentials: [Secret] {
        guard let word = self[.authorization]?.split(separator: " ").last else { return [] }
        return [Secret(String(word))]
    }
}

extension String {
    /// The text without a credential, also where the text was cut in the middle of it.
    fileprivate func redactingCut(_ secret: Secret) -> String {
        guard unicodeScalars.count >= Failure.providerMessageLimit else { return secret.redact(in: self) }
        let value = secret.reveal()
        // Fewer than four characters tell nothing, and an ordinary word may end in them.
        let pieces = stride(from: value.count - 1, through: 4, by: -1)
        guard let piece = pieces.first(where: { hasSuffix(value.prefix($0)) }) else { return secret.redact(in: self) }
        return secret.redact(in: String(dropLast(piece))) + secret.description
    }
}
