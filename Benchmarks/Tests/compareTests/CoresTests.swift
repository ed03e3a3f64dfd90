import Testing

@testable import compare

struct CoresTests {
    @Test(arguments: [
        ("0-1", "core 0, the server to core 1"), ("4,6-7", "core 4, the server to core 6"),
        ("2-63", "core 2, the server to core 3"),
    ])
    func takesTheFirstTwoThatAreAllowed(_ list: String, _ expected: String) {
        let cores = Cores(status: "Name:\tcompare\nCpus_allowed_list:\t\(list)\nx:\t1\n", taskset: "/usr/bin/taskset")
        #expect(cores.text.hasSuffix(expected))
    }

    @Test(arguments: [("3", "/usr/bin/taskset", "only one"), ("0-1", nil, "no taskset")])
    func saysWhyNothingIsPinned(_ list: String, _ taskset: String?, _ reason: String) {
        #expect(Cores(status: "Cpus_allowed_list:\t\(list)\n", taskset: taskset).text.contains(reason))
    }
}
