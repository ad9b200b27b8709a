import ArgumentParser

@main
struct CangdanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cangdan",
    abstract: "An exchange for bonded commodities: warehouse receipts and bills of lading.",
    discussion: """
      A venue is a market definition (files that people write) and a data directory (files that \
      only the venue writes). Check the one, then serve it into the other:

        cangdan check Specs/sample-market
        cangdan serve --market Specs/sample-market --data /tmp/cangdan --open-now
      """,
    subcommands: [
      ServeCommand.self, CheckCommand.self, LogCommand.self, ReplayCommand.self,
      FollowCommand.self, PromoteCommand.self,
      ArchiveCommand.self,
      TradeCommand.self, TapCommand.self, CertifyCommand.self, SessionCommand.self,
      KillCommand.self,
      OperateCommand.self, AuctionCommand.self,
      SettlementCommand.self, TitleCommand.self, WarehouseCommand.self, StandInCommand.self,
      ReconcileCommand.self,
      RecordCommand.self, FeedsCommand.self, ReportCommand.self,
      SurveilCommand.self, TopCommand.self,
      CredentialCommand.self,
      CertificateCommand.self, VersionCommand.self,
    ])
}
