extension Comparison {
    /// Every row group of the table, in its order.
    static let all: [Comparison] = exchanges + [call] + audit + hubParts + bodies + [mail, hub] + events + tools

    private static let exchanges = [
        Comparison(
            name: "transport-64",
            title: "transport: POST of 1 KB, 64 in flight",
            operations: 40_000,
            server: Server(),
            reference: Side(.reference, "transport --url {server}/contacts/1/notes --in-flight 64 --bytes 1024"),
            subject: Side(.subject, "transport --url {server} --in-flight 64 --bytes 1024"),
            measures: [
                Measure("CPU a request", .processorTime, .ratio(atMost: 1.3)),
                Measure("requests a second", .operationsPerSecond, .ratio(atLeast: 0.8)),
            ]
        ),
        Comparison(
            name: "transport-1000",
            title: "transport: POST of 1 KB, 1,000 in flight, answered after 50 ms",
            operations: 40_000,
            server: Server(delayMilliseconds: 50),
            reference: Side(.reference, "transport --url {server}/contacts/1/notes --in-flight 1000 --bytes 1024"),
            subject: Side(.subject, "transport --url {server} --in-flight 1000 --bytes 1024"),
            measures: [
                Measure("CPU a request", .processorTime, .ratio(atMost: 1.3)),
                Measure("requests a second", .operationsPerSecond, .ratio(atLeast: 0.8)),
                Measure("peak memory", .peakMemory, .ratio(atMost: 2)),
            ]
        ),
    ]

    private static let call = Comparison(
        name: "call",
        title: "whole call: `perform` with two durable entries, 64 in flight",
        operations: 20_000,
        server: Server(),
        reference: Side(
            .reference,
            "call --url {server}/contacts/1/notes --database {folder}/audit.sqlite --in-flight 64 --bytes 1024"
        ),
        subject: Side(.subject, "call --url {server} --database {folder} --in-flight 64 --bytes 1024"),
        measures: [
            Measure("CPU a call", .processorTime, .ratio(atMost: 1.8)),
            Measure("calls a second", .operationsPerSecond, .ratio(atLeast: 0.6)),
            Measure("99th percentile", .latency),
        ]
    )

    private static let audit = [
        Comparison(
            name: "audit-1",
            title: "audit: durable rows, 1 caller",
            operations: 2000,
            reference: Side(.reference, "audit --database {folder}/audit.sqlite --batch 1"),
            subject: Side(.subject, "audit --database {folder} --callers 1"),
            measures: auditMeasures
        ),
        Comparison(
            name: "audit-64",
            title: "audit: durable rows, 64 callers",
            operations: 40_000,
            reference: Side(.reference, "audit --database {folder}/audit.sqlite --callers 64"),
            subject: Side(.subject, "audit --database {folder} --callers 64"),
            measures: auditMeasures
        ),
        // How far SQLite itself goes, where a loop fills batches and nobody waits who would have to be woken.
        Comparison(
            name: "audit-batches",
            title: "audit: durable rows, 64 callers, against batches of 64 without callers",
            operations: 40_000,
            reference: Side(.reference, "audit --database {folder}/audit.sqlite --batch 64"),
            subject: Side(.subject, "audit --database {folder} --callers 64"),
            measures: [
                Measure("rows a second", .operationsPerSecond),
                Measure("CPU a row", .processorTime),
            ]
        ),
    ]

    private static let auditMeasures = [
        Measure("rows a second", .operationsPerSecond, .ratio(atLeast: 0.7).asAim),
        Measure("99th percentile of acknowledgement", .latency, .ratio(atMost: 2).asAim),
        Measure("CPU a row", .processorTime),
    ]

    private static let hubParts = [
        Comparison(
            name: "breaker",
            title: "closed breaker: decision and report",
            operations: 20_000_000,
            reference: Side(.reference, "breaker"),
            subject: Side(.subject, "breaker"),
            measures: [Measure("time", .time, .value(atMost: 25))]
        ),
        Comparison(
            name: "limiter",
            title: "rate limiter: one permit",
            operations: 20_000_000,
            reference: Side(.reference, "limiter"),
            subject: Side(.subject, "limiter"),
            measures: [Measure("time", .time, .value(atMost: 80))]
        ),
        Comparison(
            name: "pipeline",
            title: "pipeline: one exchange with nothing to wait for",
            operations: 2_000_000,
            reference: Side(.reference, "pipeline"),
            subject: Side(.subject, "pipeline"),
            measures: [Measure("time", .time, .value(atMost: 700))]
        ),
        Comparison(
            name: "route",
            title: "routing: one decision, four routes",
            operations: 1_000_000,
            reference: Side(.reference, "route"),
            subject: Side(.subject, "route"),
            measures: [Measure("time", .time, .value(atMost: 1000))]
        ),
        Comparison(
            name: "route-50",
            title: "routing: one decision, the last of 50 rules",
            operations: 500_000,
            reference: Side(.reference, "route --rules 50"),
            subject: Side(.subject, "route --rules 50"),
            measures: [Measure("time", .time, .value(atMost: 2000))]
        ),
    ]

    private static let bodies = [
        Comparison(
            name: "encode-1k",
            title: "JSON body of 1 KB",
            operations: 300_000,
            reference: Side(.reference, "encode --bytes 1024"),
            subject: Side(.subject, "encode --bytes 1024"),
            measures: [Measure("time", .time)]
        ),
        Comparison(
            name: "encode-100k",
            title: "JSON body of 100 KB",
            operations: 5000,
            reference: Side(.reference, "encode --bytes 102400"),
            subject: Side(.subject, "encode --bytes 102400"),
            measures: [Measure("time", .time)]
        ),
    ]

    /// Not against C but against Foundation's encoder, which most Swift programs would use.
    private static let mail = Comparison(
        name: "mail",
        title: "email of 1 KB as JSON, against Foundation's `JSONEncoder`",
        operations: 100_000,
        reference: Side(.subject, "mail --encoder foundation --bytes 1024"),
        subject: Side(.subject, "mail --encoder switchboard --bytes 1024"),
        measures: [Measure("time", .time, .ratio(atMost: 0.33))]
    )

    /// Not against C but against itself without a logger: what a log costs that keeps nothing.
    private static let hub = Comparison(
        name: "hub",
        title: "hub alone: logger that keeps nothing, against none",
        operations: 50_000,
        reference: Side(.subject, "hub --logging off"),
        subject: Side(.subject, "hub --logging level"),
        measures: [Measure("CPU a call", .processorTime)]
    )

    private static let events = [
        // Not against C but against itself: the same number of events in calls of a fifth each.
        Comparison(
            name: "import",
            title: "event.track_batch: 100,000 events in one call, against five of 20,000",
            operations: 100_000,
            server: Server(),
            reference: Side(.subject, "import --url {server} --batch 20000"),
            subject: Side(.subject, "import --url {server} --batch 100000"),
            measures: [
                Measure("events a second", .operationsPerSecond, .value(atLeast: 50_000)),
                Measure("CPU an event", .processorTime),
                Measure("memory beside the events", .extraMemory, .value(atMost: 40)),
            ]
        ),
        Comparison(
            name: "export",
            title: "event.export: 1,000,000 lines into a file",
            operations: 1_000_000,
            server: Server(),
            reference: Side(.reference, "export --url {server} --folder {folder}"),
            subject: Side(.subject, "export --url {server} --folder {folder}"),
            measures: [
                Measure("lines a second", .operationsPerSecond),
                Measure("peak memory", .peakMemory, .value(atMost: 100)),
            ]
        ),
        // Not against C but against Foundation's parser, which only makes a tree: no signature, no events.
        Comparison(
            name: "webhook",
            title: "SendGrid webhooks of 1,000 events: check and read, against `JSONSerialization` alone",
            operations: 500_000,
            reference: Side(.subject, "webhook --reader foundation"),
            subject: Side(.subject, "webhook --reader switchboard"),
            measures: [
                Measure("events a second", .operationsPerSecond, .value(atLeast: 100_000)),
                Measure("CPU an event", .processorTime),
            ]
        ),
    ]

    /// Not against C but against the actions of which the two tools consist.
    private static let tools = [
        Comparison(
            name: "campaign",
            title: "campaign: 10,000 recipients of a CSV file, against the same mails ready in batches",
            operations: 10_000,
            server: Server(),
            reference: Side(.subject, "campaign --way batches --url {server} --folder {folder}"),
            subject: Side(.subject, "campaign --way campaign --url {server} --folder {folder}"),
            measures: [
                Measure("recipients a second", .operationsPerSecond, .value(atLeast: 5000)),
                Measure("CPU a recipient", .processorTime),
                Measure("memory beside the start", .extraMemory, .value(atMost: 40)),
            ]
        ),
        Comparison(
            name: "render",
            title: "campaign: a recipient read and a text of 1 KB with ten names written, against one without names",
            operations: 50_000,
            reference: Side(.subject, "render --constant --folder {folder}"),
            subject: Side(.subject, "render --folder {folder}"),
            measures: [Measure("time", .time, .value(atMost: 20_000))]
        ),
        Comparison(
            name: "automation",
            title: "automation of eight actions, against the same actions and event one by one",
            operations: 4000,
            server: Server(),
            reference: Side(.subject, "automation --singly --url {server} --folder {folder}"),
            subject: Side(.subject, "automation --url {server} --folder {folder}"),
            measures: [
                Measure("time an action", .time, .ratio(atMost: 1.1)),
                Measure("CPU an action", .processorTime),
            ]
        ),
    ]
}
