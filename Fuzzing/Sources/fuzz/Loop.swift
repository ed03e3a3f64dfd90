import Synchronization

/// Runs asynchronous work to its end on the calling thread, one job after the other, so that an input always takes the
/// same course.
final class Loop: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    /// Runs the work; ends the process where it waits for something that no job will ever do.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
        let loop = Loop()
        let result = Mutex<Value?>(nil)
        let box = Box(result)
        Task(executorPreference: loop) {
            let value = await work()
            box.result.withLock { $0 = value }
        }
        while let job = loop.next() { job.runSynchronously(on: loop.asUnownedTaskExecutor()) }
        guard let value = box.result.withLock({ $0 }) else { fatalError("the work waits for ever") }
        return value
    }

    private func next() -> UnownedJob? {
        jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
}

/// Carries the value from the task to the caller.
private final class Box<Value: Sendable>: Sendable {
    let result: Mutex<Value?>

    init(_ result: consuming Mutex<Value?>) { self.result = result }
}
