import Foundation

extension Error {
    /// The system's own words, such as "Permission denied", where it gave any.
    package var systemReason: String {
        let cause = ((self as? CocoaError)?.underlying ?? self) as NSError
        guard cause.domain == NSPOSIXErrorDomain else { return localizedDescription }
        return String(cString: strerror(Int32(cause.code)))
    }
}
