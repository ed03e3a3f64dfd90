import SwitchboardCore
import Testing

@testable import Switchboard

struct TextTemplateTests {
    private func render(
        _ text: String,
        _ tokens: [String: JSONValue] = [:],
        as form: TextForm = .plain
    ) throws -> String {
        try TextTemplate(text, field: "text", as: form).rendered(with: tokens)
    }

    private func missing(_ text: String, _ tokens: [String: JSONValue] = [:]) throws -> [String] {
        do {
            _ = try render(text, tokens)
            return []
        } catch let error as MissingTokens {
            return error.names
        }
    }

    private func refusal(_ text: String) -> String? {
        do throws(Failure) {
            _ = try TextTemplate(text, field: "text", as: .plain)
            return nil
        } catch {
            return error.message
        }
    }

    @Test(arguments: [
        ("Hello {{name}}, {{count}} of {{share}}", "Hello Ada & Bob, 7 of 0.5"),
        ("\nfirst line stays\r\n{{name}}\r\n", "\nfirst line stays\r\nAda & Bob\r\n"),
        ("{{! a comment }}{{#vip}}V{{/vip}}{{^vip}}no{{/vip}}", "V"),
        ("{{#items}}{{title}} for {{name}};{{/items}}", "tea for Ada & Bob;milk for Ada & Bob;"),
        ("{{#tags}}[{{.}}]{{/tags}}", "[a][b]"),
        ("{{#empty}}x{{/empty}}{{^empty}}nothing{{/empty}}{{^none}}, null{{/none}}", "nothing, null"),
        ("{{#empty}}{{empty}}{{/empty}}ok", "ok"),
        ("{{#name}}text: {{count}}{{/name}}", "text: 7"),
        ("no braces { } at all {", "no braces { } at all {"),
        ("{{#vip}}\n{{name}}\n{{/vip}}\n", "Ada & Bob\n"),
    ])
    func rendersForOnePerson(template: String, expected: String) throws {
        let tokens: [String: JSONValue] = [
            "name": "Ada & Bob", "count": 7, "share": 0.5, "vip": true, "empty": "", "none": .null,
            "items": [["title": "tea"], ["title": "milk"]], "tags": ["a", "b"],
        ]
        #expect(try render(template, tokens) == expected)
    }

    @Test func escapesInHTMLAlone() throws {
        let hostile: [String: JSONValue] = ["x": "<b title=\"a\" id='c'>&</b>"]
        #expect(try render("{{x}}", hostile) == "<b title=\"a\" id='c'>&</b>")
        #expect(
            try render("<p>{{x}}</p>", hostile, as: .html)
                == "<p>&lt;b title=&quot;a&quot; id=&#39;c&#39;&gt;&amp;&lt;/b&gt;</p>"
        )
        #expect(try render("{{{x}}}{{&x}}", ["x": "<i>"], as: .html) == "<i><i>")
        #expect(try render("{{#a}}{{x}}{{/a}}", ["a": true, "x": "<"], as: .html) == "&lt;")
    }

    /// A comment leaves the rendering to the library.
    @Test(
        arguments: [
            "{{a}}", "{{ a }}, {{b}}\r\n{{c-d}}!", "x{{n}}{{f}}{{t}}y", "{{a}}}", "é {{a}} } \u{301} {{b}} ó",
            "{{gone}} {{empty}} {{none}} {{list}} {{object}} {{gone}}", "line\n{{a}}\n", "\n{{a}}",
        ],
        [TextForm.plain, .html]
    )
    func namesAloneRenderAsTheLibraryRendersThem(template: String, form: TextForm) throws {
        let tokens: [String: JSONValue] = [
            "a": "<A> & 'B'", "b": "Ł", "c-d": "c", "n": 7, "f": 0.25, "t": true, "empty": "", "none": .null,
            "list": [1],
            "object": ["k": 1],
        ]
        let outcome = { (text: String) throws -> Result<String, MissingTokens> in
            let template = try TextTemplate(text, field: "text", as: form)
            return Result { () throws(MissingTokens) in try template.rendered(with: tokens) }
        }
        #expect(try outcome(template).map { $0 + "-" } == outcome(template + "-{{! comment }}"))
    }

    @Test func anAccentDoesNotHideAQuotationMark() throws {
        let attribute = try render("<a title=\"{{x}}\">", ["x": "\"\u{301} onload=\""], as: .html)
        #expect(attribute == "<a title=\"&quot;\u{301} onload=&quot;\">")
    }

    @Test(arguments: [
        ("{{a}} {{b}} {{a}}", ["a", "b"]),
        ("{{#a}}x{{/a}}", ["a"]),
        ("{{^a}}x{{/a}}", ["a"]),
        ("{{empty}}", ["empty"]),
        ("{{none}}", ["none"]),
        ("{{list}}", ["list"]),
        ("{{object}}", ["object"]),
        ("{{#object}}{{inner}}{{other}}{{/object}}", ["other"]),
        ("{{#list}}{{missing}}{{/list}}", ["missing"]),
        ("{{.}}", ["."]),
        ("{{^empty}}{{gone}}{{/empty}}", ["gone"]),
        ("{{#word}}{{text}}{{/word}}", ["text"]),
        ("{{#flag}}{{#flag}}{{deep}}{{/flag}}{{/flag}}", ["deep"]),
    ])
    func saysWhatIsMissing(template: String, names: [String]) throws {
        let tokens: [String: JSONValue] = [
            "empty": "", "none": .null, "list": [["k": 1]], "object": ["inner": "x"], "word": "w", "flag": true,
        ]
        #expect(try missing(template, tokens) == names)
    }

    @Test func asksForNothingInASectionThatIsNotThere() throws {
        #expect(try missing("{{#off}}{{gone}}{{/off}}{{#none}}{{gone}}{{/none}}", ["off": false, "none": []]) == [])
    }

    @Test(arguments: [
        ("a\n{{#b}}x{{/c}}", "text: closes a section on line 2"),
        ("{{#b}}x", "text: opens a section that is never closed"),
        ("x\n\n{{first name}}", "text: has a name on line 3"),
        ("{{name", "text: is not Mustache on line 1"),
        ("x\n{{> footer}}", "text: has on line 2 a partial"),
        ("{{$block}}{{/block}}", "text: has on line 1 a partial or block"),
        ("{{=<% %>=}}", "text: has on line 1 other delimiters"),
        ("{{% CONTENT_TYPE:TEXT}}", "text: has on line 1 a pragma"),
        ("{{uppercased(name)}}", "text: has on line 1 a transform"),
        ("{{a.b}}", "text: has on line 1 a name with a dot"),
        ("{{}}", "text: has on line 1 a tag that does not begin with a name"),
        ("{{\nname}}", "text: has on line 1 a tag that does not begin with a name"),
    ])
    func refusesWhatIsNotOffered(template: String, reason: String) throws {
        let message = try #require(refusal(template))
        #expect(message.hasPrefix(reason), "\(message)")
    }

    @Test func refusesSectionsTooDeepForTheStack() {
        let deep = String(repeating: "{{#a}}", count: 200_000)
        #expect(refusal(deep) == "text: has on line 1 more than 64 sections in each other")
    }

    @Test func knowsWhetherItIsTheSameForEverybody() throws {
        let constant = try TextTemplate("Hello { everybody }", field: "text", as: .plain)
        #expect(constant.isConstant && constant.names == [])
        let named = try TextTemplate("{{b}}{{#a}}{{.}}{{/a}}{{! c }}", field: "text", as: .plain)
        #expect(!named.isConstant && named.names == ["a", "b"])
    }
}
