public import FoundationEssentials
public import SwitchboardCore

extension Automation {
    fileprivate enum Key: String, CodingKey {
        case workflowName = "workflow_name"
        case description
        case trigger
        case person
        case actions
        case onFailure = "on_failure"
    }

    /// The fields of its JSON form; each of `actions` is `type` and the fields of the action that it is.
    public static let fields: [Field] = [
        .required(Key.workflowName, .string, audit: .plain, "its name", .notEmpty, .singleLine, .atMost(bytes: 255)),
        .optional(Key.description, .string, audit: .size, "what it is for"),
        .required(Key.trigger, .object(name: "trigger", triggerFields), audit: .plain, "what fired"),
        .person(Key.person, "whom it is about"),
        .required(Key.actions, .list(of: .json), audit: .size, "what is done, in this order", .notEmpty),
        .optional(
            Key.onFailure,
            .choice(FailurePolicy.allCases.map(\.rawValue)),
            audit: .plain,
            "what becomes of the actions after one that failed; stop unless given"
        ),
    ]

    private static let triggerFields: [Field] = [
        .required(
            AutomationTrigger.CodingKeys.type,
            .choice(AutomationTrigger.Kind.allCases.map(\.rawValue)),
            audit: .plain,
            "its kind"
        ),
        .optional(AutomationTrigger.CodingKeys.conditions, .map(of: .json), audit: .size, "its conditions"),
    ]

    /// Decodes an automation from JSON text, strictly: an unknown, missing or mistyped field at any depth is refused, and
    /// so is a step that nobody can do, or that is to wait.
    ///
    /// - Parameters:
    ///   - json: The text.
    ///   - time: Where times and ids come from that the text leaves out.
    /// - Returns: The automation.
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field by its path.
    public static func decode(json: Data, time: TimeSource = .system) throws(Failure) -> Automation {
        let form = try fields.decode(Form.self, from: json, time: time, seeAlso: "docs/automations.md")
        var steps: [AutomationStep] = []
        for (index, step) in form.actions.enumerated() {
            do throws(Failure) {
                steps.append(try AutomationStep(step, for: form.person, time: time))
            } catch {
                throw error.inside("actions[\(index)]")
            }
        }
        return Automation(
            workflowName: form.workflowName,
            description: form.description,
            trigger: form.trigger,
            person: form.person,
            actions: steps,
            onFailure: form.onFailure ?? .stop
        )
    }

    /// The JSON form, whose steps are not read yet.
    private struct Form: Decodable {
        var workflowName: String
        var description: String?
        var trigger: AutomationTrigger
        var person: Person
        var actions: [JSONValue]
        var onFailure: FailurePolicy?

        typealias CodingKeys = Automation.Key
    }
}
