import HTTPTypes

/// A provider's operations as an enumeration whose raw values are their routes, such as `POST /contacts/{id}/tags`.
///
/// The cases are tried in the order in which they are declared: fixed paths stand before those with parameters.
protocol SandboxOperation: RawRepresentable<String>, CaseIterable, Sendable {}

extension SandboxOperation {
    /// Finds the operation that a method and a path name, with the values of the path's parameters by their names.
    static func find(_ method: HTTPRequest.Method, _ segments: [String]) -> (Self, parameters: [String: String])? {
        for operation in allCases {
            if let parameters = operation.parameters(method, segments) { return (operation, parameters) }
        }
        return nil
    }

    private func parameters(_ method: HTTPRequest.Method, _ segments: [String]) -> [String: String]? {
        let route = rawValue.split(separator: " ")
        let template = route[1].split(separator: "/")
        guard route[0] == method.rawValue, template.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (part, segment) in zip(template, segments) {
            if part.hasPrefix("{") {
                parameters[String(part.dropFirst().dropLast())] = segment
            } else if part != segment {
                return nil
            }
        }
        return parameters
    }
}
