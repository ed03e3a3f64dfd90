import Foundation

/// The target that this process fuzzes, by the name in `FUZZ_TARGET`.
private let target: any FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let make = targets[name] else {
        fatalError("set FUZZ_TARGET to one of \(targets.keys.sorted().joined(separator: " "))")
    }
    return make()
}()

private let stopwatch = Stopwatch()

/// What libFuzzer calls with every input; -1 keeps an input out of the corpus.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let subject = target
    return stopwatch.time { subject.run(bytes) } ? 0 : -1
}
