import CCurl
import SwitchboardCore

/// Why a TLS handshake failed for good, where libcurl tells more than by its code.
///
/// Nothing was sent, and trying again cannot help: somebody must look at it.
enum HandshakeTrouble: Sendable {
    /// The certificate's time is over.
    case expired
    /// The certificate's time has not come.
    case notYetValid
    /// The certificate is vouched for by nobody but itself.
    case selfSigned
    /// The certificate is vouched for by an authority that is not trusted here.
    case unknownAuthority
    /// The certificate's signature was not made by whom it names.
    case forged
    /// The certificate is another host's.
    case otherName
    /// The host knows no version of TLS that is offered to it.
    case oldProtocol

    /// Reads what libcurl left behind; `nil` where it says no more than its code.
    ///
    /// - Parameters:
    ///   - code: How the transfer ended.
    ///   - verification: OpenSSL's verdict on the certificate, one of its `X509_V_ERR_` numbers. Other TLS libraries have
    ///     other numbers, none of which is one of these.
    ///   - words: What libcurl says in its error buffer. Some reasons are in there and nowhere else.
    init?(_ code: CURLcode, verification: Int, words: String) {
        switch (code, verification) {
        case (CURLE_PEER_FAILED_VERIFICATION, 9): self = .notYetValid
        case (CURLE_PEER_FAILED_VERIFICATION, 10): self = .expired
        case (CURLE_PEER_FAILED_VERIFICATION, 18): self = .selfSigned
        case (CURLE_PEER_FAILED_VERIFICATION, 2), (CURLE_PEER_FAILED_VERIFICATION, 19...21): self = .unknownAuthority
        case (CURLE_PEER_FAILED_VERIFICATION, 7): self = .forged
        case (CURLE_SSL_CONNECT_ERROR, _) where Self.forgedWords.contains(where: words.contains): self = .forged
        // The name is looked at where the certificate itself is sound.
        case (CURLE_PEER_FAILED_VERIFICATION, 0...1) where words.contains("subject name"): self = .otherName
        case (CURLE_SSL_CONNECT_ERROR, _) where Self.oldProtocolWords.contains(where: words.contains):
            self = .oldProtocol
        default: return nil
        }
    }

    /// Which parts of OpenSSL speak where a signature does not fit: libcurl looks at the first of its errors only, which
    /// then is not that the certificate failed, and gives the code of any other handshake that failed.
    private static let forgedWords = ["asn1 encoding routines", "rsa routines"]

    /// What OpenSSL says where it is offered too old a version, and where the host says that ours are too new.
    private static let oldProtocolWords = ["unsupported protocol", "alert protocol version"]

    /// The failure that it means to the caller.
    func failure(host: String) -> Failure {
        Failure(.network, effect: .none, message(host), isPermanent: true)
    }

    private func message(_ host: String) -> String {
        switch self {
        case .expired: "the certificate of \(host) has expired"
        case .notYetValid: "the certificate of \(host) is not valid yet; check this machine's clock too"
        case .selfSigned: "the certificate of \(host) is signed by itself and by no authority that is trusted here"
        case .unknownAuthority: "the certificate of \(host) is signed by an authority that is not trusted here"
        case .forged: "the certificate of \(host) is forged or damaged: its signature does not fit"
        case .otherName: "the certificate of \(host) is made for another name"
        case .oldProtocol: "\(host) offers only versions of TLS before 1.2, which are no longer safe"
        }
    }
}
