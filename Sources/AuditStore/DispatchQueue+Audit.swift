import Dispatch
import SwitchboardCore

extension DispatchQueue {
    /// Runs blocking work on this queue, away from the threads that tasks share.
    ///
    /// - Parameters:
    ///   - doing: What the work is, for a failure's message.
    ///   - work: The work.
    /// - Returns: What it returns.
    /// - Throws: What it throws; an error that is no ``Failure`` becomes one of ``Failure/Kind/auditUnavailable``.
    func run<Value: Sendable>(
        _ doing: String,
        _ work: @escaping @Sendable () throws -> Value
    ) async throws(Failure) -> Value {
        try await withCheckedContinuation { (continuation: CheckedContinuation<Result<Value, Failure>, Never>) in
            async {
                do {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(.auditStorage(error, while: doing)))
                }
            }
        }
        .get()
    }
}
