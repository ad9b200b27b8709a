import ArgumentParser

@main
struct CangdanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cangdan",
    abstract: "An exchange for bonded commodities.",
    subcommands: [LogCommand.self, ReplayCommand.self, VersionCommand.self])
}
