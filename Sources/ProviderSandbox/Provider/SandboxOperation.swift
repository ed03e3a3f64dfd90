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

    /// Whether some method has an operation at a path.
    static func knows(_ segments: [String]) -> Bool {
        allCases.contains { $0.parameters(segments) != nil }
    }

    private func parameters(_ method: HTTPRequest.Method, _ segments: [String]) -> [String: String]? {
        rawValue.hasPrefix("\(method.rawValue) ") ? parameters(segments) : nil
    }

    private func parameters(_ segments: [String]) -> [String: String]? {
        let template = rawValue.drop { $0 != "/" }.split(separator: "/")
        guard template.count == segments.count else { return nil }
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
