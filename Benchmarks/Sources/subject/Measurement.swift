import Foundation
import Glibc

/// A measurement under way: the wall clock and the CPU time of the whole process.
struct Measurement {
    private let began = ContinuousClock.now
    private let beganCPU = Self.usage.cpuMicroseconds
    private let beganPeak = Self.usage.ru_maxrss

    /// Ends it and prints the line that the comparison reads.
    ///
    /// - Parameters:
    ///   - operations: How many operations were done.
    ///   - latencies: How long each took in microseconds, where that was looked at.
    func report(_ operations: Int, latencies: [UInt32] = []) {
        let nanoseconds = Double((ContinuousClock.now - began) / .nanoseconds(1))
        let usage = Self.usage
        let values: KeyValuePairs = [
            "ops_s": Double(operations) * 1e9 / nanoseconds,
            "cpu_us": (usage.cpuMicroseconds - beganCPU) / Double(operations),
            "ns": nanoseconds / Double(operations),
            "p99_us": latencies.isEmpty ? 0 : Double(latencies.sorted()[latencies.count * 99 / 100]),
            "peak_kb": Double(usage.ru_maxrss),
            "extra_kb": Double(usage.ru_maxrss - beganPeak),
        ]
        print("{" + values.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}")
    }

    private static var usage: rusage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage
    }
}

extension rusage {
    fileprivate var cpuMicroseconds: Double {
        Double(ru_utime.tv_sec + ru_stime.tv_sec) * 1e6 + Double(ru_utime.tv_usec + ru_stime.tv_usec)
    }
}

/// Runs operations by a number of tasks, each of which begins its next one when the one before has ended.
///
/// - Parameters:
///   - count: How many operations in all.
///   - tasks: How many tasks.
///   - operation: One operation; it is told which.
/// - Returns: How long each took, in microseconds.
func drive(
    _ count: Int,
    tasks: Int,
    _ operation: @escaping @Sendable (Int) async -> Void
) async -> [UInt32] {
    await withTaskGroup(of: [UInt32].self) { group in
        for task in 0..<tasks {
            group.addTask {
                var latencies: [UInt32] = []
                latencies.reserveCapacity(count / tasks + 1)
                for number in stride(from: task, to: count, by: tasks) {
                    let began = ContinuousClock.now
                    await operation(number)
                    latencies.append(UInt32((ContinuousClock.now - began) / .microseconds(1)))
                }
                return latencies
            }
        }
        return await group.reduce(into: []) { $0 += $1 }
    }
}

/// Ends the program with a sentence: a benchmark that fails has no figure.
func fail(_ reason: String) -> Never {
    FileHandle.standardError.write(Data("subject: \(reason)\n".utf8))
    exit(1)
}

/// As many descriptors as a thousand connections need.
func raiseDescriptorLimit() {
    var limit = rlimit(rlim_cur: 16_384, rlim_max: 16_384)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}
