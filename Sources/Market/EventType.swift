/// The types of records in the event log; their raw values never change and are never used again.
public enum EventType: UInt16, Sendable, CaseIterable {
  case padding = 1  // no body; fills a segment to its end
  case executionReport = 2  // ExecutionReport + TitleDocIDs + Text32 if hasOrdStatusReqID
  // + MassStatusAnswer if hasMassStatusAnswer + ExecID if hasExecRefID + what referenceCode says
  case orderCancelReject = 3  // OrderCancelReject
  case businessMessageReject = 4  // BusinessMessageReject
  case sessionAccepted = 5  // SessionAccepted
  case sessionEnded = 6  // SessionEnded (the command's body)
  case inboundRejected = 7  // InboundSeen (the command's body)
  case epochOpened = 8  // EpochOpened (the command's body)
  case tradeMatched = 9  // TradeMatched + TitleDocID x documentCount
  // + TradedDocument x documentCount where its mode is listing
  case phaseChanged = 10  // PhaseChanged
  case commandRefused = 11  // CommandRefused
  case numbersReserved = 12  // NumbersReserved (the command's body)
  case bookChanged = 13  // BookChanged
  case massCancelReport = 14  // MassCancelReport
  case killSwitchChanged = 15  // KillSwitchChanged
  case sessionControlled = 16  // SessionControlled + the command's text
  case sessionScheduled = 17  // SessionScheduled
  case credentialChanged = 18  // CredentialChanged (the command's body, its version given)
  case userResponse = 19  // UserResponse
  case tradeChanged = 20  // TradeChanged
  case settlementInstructed = 21  // SettlementInstructed + TitleDocID x documentCount
  case transferInstructed = 22  // TransferInstructed + TitleDocID x documentCount
  case confirmationRequested = 23  // ConfirmationRequested + TitleDocID x documentCount
  case noticeRefused = 24  // NoticeRefused
  case titleChanged = 25  // TitleChanged
  case fundsMoved = 26  // FundsMoved
  case titleConsented = 27  // TitleConsented
  case warehouseGraded = 28  // WarehouseGraded
  case deliveryNotified = 40  // DeliveryNotified
  case collateralRequested = 32  // CollateralTold
  case collateralReported = 33  // CollateralTold
  case fixingChanged = 34  // FixingChanged
  case collateralAnswered = 35  // CollateralAnswered
  case netPublished = 36  // NetPublished
  case netRunChanged = 37  // NetRunChanged
  case collateralInquired = 44  // CollateralInquired
  case collateralListed = 45  // CollateralListed
  case positionsAcknowledged = 41  // PositionsAcknowledged
  case positionReported = 42  // PositionReported
  case reconReported = 43  // ReconReported
  case tradeAlleged = 50  // TradeAlleged
  case tradeReportAnswered = 51  // TradeReportAnswered
  case auctionAnswered = 70  // AuctionAnswered
  case auctionAnnounced = 71  // AuctionAnnounced + TitleDocID x documentCount
  case auctionChanged = 72  // AuctionChanged
  case marketControlled = 80  // MarketControlled
  case approvalChanged = 81  // ApprovalChanged
  case newsPublished = 85  // NewsPublished + the command's headline and text
  case parameterChanged = 86  // ParameterChanged
  case rateReported = 90  // RateReported
  case programRegistered = 55  // ProgramRegistered
  case entitlementChanged = 100  // EntitlementChanged
  case tradesRequested = 101  // TradesRequested
  case marketDataAnswered = 105  // MarketDataAnswered + Symbol x request.symbolCount where taken
  case statusAnswered = 106  // StatusAnswered
  case marketStatusChanged = 107  // MarketStatusChanged
  case dealHoursChanged = 109  // DealHoursChanged
  case termsTold = 108  // TermsTold + PublishedChange x changeCount + words
  case quoteRequested = 52, quoteOffered = 53, quoteAnswered = 54  // bodies of these names
}
