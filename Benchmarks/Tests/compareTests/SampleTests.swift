import Testing

@testable import compare

struct SampleTests {
    @Test
    func readsTheLastLine() throws {
        let sample = try Sample("a warning\n{\"ns\": 12.5, \"cpu_us\": 3}\n", wanting: [.time, .processorTime])
        #expect(sample[.time] == 12.5)
        #expect(sample[.processorTime] == 3)
    }

    @Test
    func countsMemoryInMegabytes() throws {
        #expect(try Sample("{\"peak_kb\": 10240}", wanting: [.peakMemory])[.peakMemory] == 10)
    }

    @Test(arguments: ["", "\n", "done", "{\"ns\": \"fast\"}", "{\"cpu_us\": 1}", "{\"ns\": 0}", "{\"ns\": -1}"])
    func refusesWhatGivesNoRatio(_ output: String) {
        #expect(throws: Complaint.self) { try Sample(output, wanting: [.time]) }
    }
}
