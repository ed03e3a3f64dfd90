import Foundation
import SwitchboardCore
import Testing

/// The scripts that complete the tool's commands in a shell.
struct CompletionTests {
    private static let subcommands = ["perform", "actions", "audit", "sandbox", "list", "show", "open"]

    private func script(for shell: String) async throws -> String {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run("--generate-completion-script", shell)
        #expect(run.status == 0)
        return run.output
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func nameEverythingThatCanBeSaid(shell: String) async throws {
        let script = try await script(for: shell)
        for word in Self.subcommands + ["contact.note", "message.send", "rate_limited", "resend", "log-format"] {
            #expect(script.contains(word), "\(word)")
        }
        #expect(!script.contains("reference"), "the command that makes the documentation is nobody's")
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")),
        arguments: [
            (["switchboard", "perform", "contact.n"], ["contact.note"]),
            (["switchboard", "audit", "list", "--outcome", "un"], ["unknown"]),
            (["switchboard", "audit", "list", "--error", "rate"], ["rate_limited"]),
            (["switchboard", "audit", "o"], ["open"]),
            (["switchboard", "audit", "list", "--since", "2"], ["24h"]),
            (["switchboard", "perform", "contact.note", "--provider", "int"], ["intercom"]),
            (["switchboard", "perform", "contact.note", "--config", "swi"], ["switchboard.yaml"]),
            (["switchboard", "sandbox", "--faults", "fa"], ["faults.json"]),
        ]
    )
    func bashOffersWhatFits(words: [String], offered: [String]) async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        for name in ["switchboard.yaml", "faults.json", "switch.txt", "faults.txt"] {
            try Data().write(to: URL(fileURLWithPath: "\(tool.folder)/\(name)"))
        }
        let script = try await script(for: "bash")
        try script.write(toFile: "\(tool.folder)/completion", atomically: true, encoding: .utf8)
        let run = try await tool.bash(
            """
            set -e
            bash -n completion
            source ./completion
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
            _switchboard switchboard "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" || true
            printf '%s\\n' "${COMPREPLY[@]}"
            """,
            words
        )
        #expect(run.status == 0, "\(run.errors)")
        let replies = run.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(replies == offered)
    }
}
