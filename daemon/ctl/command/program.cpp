// candor sandbox, completion, version: what needs no daemon.
#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/completion.hpp"

namespace candor::ctl {

void add_sandbox(CLI::App& app, Draft& draft) {
    auto* command =
        draft.command(app, "sandbox", "receivers for every channel on this machine: see what audiences would see");
    auto options = std::make_shared<SandboxOptions>();
    command->add_flag("--tour", options->tour, "start a daemon as well, and live through one incident");
    command->add_option("--write-config", options->write_config, "write a configuration for candord into this folder");
    command->add_option("--port", options->port,
                        "of the webhook receiver; the others take the next two (any free ones)");
    command->add_option("--daemon", options->daemon, "the candord to start (the one beside this program)");
    command->callback([&draft, options] { draft.invocation.action = *options; });
}

void add_program(CLI::App& app, Draft& draft) {
    auto* completion = draft.command(app, "completion", "print the completion script of a shell");
    auto shell = std::make_shared<std::string>();
    completion->add_option("SHELL", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    completion->callback(
        [&app, &draft, shell] { draft.invocation.action = PrintText{completion_script(app, *shell)}; });
    auto* version = draft.command(app, "version", "print the version");
    version->callback([&draft] { draft.invocation.action = PrintText{"candor " CANDOR_VERSION "\n"}; });
}

}  // namespace candor::ctl
