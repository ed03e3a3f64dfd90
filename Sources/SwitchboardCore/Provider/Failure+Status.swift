extension Failure {
    /// Reads an HTTP status as a failure; `nil` for 2xx.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - namesReturn: Whether a readable `Retry-After` came with it: on a 503 it says that nothing was processed.
    ///   - service: Who answered, for the sentence.
    package init?(status: Int, namesReturn: Bool, service: String) {
        switch status {
        case 200..<300: return nil
        case 300..<400: self.init(.rejected, effect: .refused, "\(service) answered with a redirect; none is followed")
        case 401: self.init(.authenticationFailed, effect: .refused, "\(service) does not accept the credentials")
        case 403:
            self.init(.permissionDenied, effect: .refused, "\(service) does not permit this with these credentials")
        case 404, 410: self.init(.notFound, effect: .refused, "\(service) does not know what the action names")
        case 408: self.init(.timeout, effect: .unknown, "\(service) gave up waiting for the request")
        case 409: self.init(.conflict, effect: .refused, "\(service) reports a conflict with what it holds")
        case 425, 429: self.init(.rateLimited, effect: .none, "\(service) asks to slow down")
        case 400..<500: self.init(.rejected, effect: .refused, "\(service) rejected the request with status \(status)")
        case 503 where namesReturn:
            self.init(.providerUnavailable, effect: .none, "\(service) is unavailable and names a time to come back")
        case 500..<600:
            self.init(.providerUnavailable, effect: .unknown, "\(service) is in trouble (status \(status))")
        default: self.init(.malformedResponse, effect: .unknown, "\(service) answered with status \(status)")
        }
        self.status = status
    }
}
