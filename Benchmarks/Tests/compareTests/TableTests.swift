import Testing

@testable import compare

struct TableTests {
    @Test
    func namesACaseOnceAndAlignsItsColumns() throws {
        var table = Table()
        table.add(
            "audit",
            [
                Finding(
                    Measure("rows a second", .operationsPerSecond, .ratio(atLeast: 0.7).asAim),
                    [try Round(12_345, 9876)]
                ),
                Finding(Measure("CPU a row", .processorTime), [try Round(20, 25), try Round(20, 30)]),
            ]
        )
        table.add("breaker", [Finding(Measure("time", .time, .value(atMost: 50)), [try Round(20, 51)])])
        #expect(
            table.markdown == """
                | case    | figure        | reference | Switchboard | ratio |       spread | bound     | holds |
                | ------- | ------------- | --------: | ----------: | ----: | -----------: | --------- | ----- |
                | audit   | rows a second | 12,345 /s |    9,876 /s |  0.80 | 0.80 to 0.80 | aim ≥ 0.7 | yes   |
                |         | CPU a row     |   20.0 µs |     27.5 µs |  1.38 | 1.25 to 1.50 |           |       |
                | breaker | time          |   20.0 ns |     51.0 ns |  2.55 | 2.55 to 2.55 | ≤ 50 ns   | no    |
                """
        )
    }

    @Test(arguments: [
        (Figure.time, 9.994, "9.99 ns"), (.time, 9.996, "10.0 ns"), (.time, 99.96, "100 ns"),
        (.latency, 1234.5, "1,234 µs"),
        (.peakMemory, 10, "10.0 MB"), (.operationsPerSecond, 1_234_567, "1,234,567 /s"),
    ])
    func showsThreeDigitsOrMore(_ figure: Figure, _ value: Double, _ expected: String) {
        #expect(figure.text(value) == expected)
    }
}
