/// The types of records in the command log; their raw values never change and are never used again.
///
/// Each type has one body of fixed layout (the struct named beside it) and, where said, a trailing part.
public enum CommandType: UInt16, Sendable, CaseIterable {
  // The log itself
  case logOpened = 1  // LogOpened
  case batch = 2  // BatchHeader; written by the engine, not applied
  case processRestarted = 3  // ProcessRestarted
  case timeGap = 4  // TimeGap
  case resumed = 5  // Resumed
  case tick = 6  // no body
  case termOpened = 183  // TermOpened
  // The life of sessions
  case sessionLogon = 16  // SessionLogon
  case sessionEnded = 17  // SessionEnded
  case inboundSeen = 18  // InboundSeen
  case numbersReserved = 19  // NumbersReserved
  case epochOpened = 20  // EpochOpened
  case scheduleSession = 21  // ScheduleSession
  case credentialChanged = 22  // CredentialChanged
  case credentialRefused = 23  // CredentialRefused
  // Order entry
  case newOrder = 32  // NewOrder + TitleDocID x documentCount
  case cancelOrder = 33  // CancelOrder
  case replaceOrder = 34  // ReplaceOrder + TitleDocID x order.documentCount
  case orderStatus = 35  // OrderStatusRequest
  case refusedMessage = 36  // RefusedMessage
  case massCancel = 37  // MassCancel
  case massStatus = 38  // MassStatusRequest
  case userRequest = 39  // UserRequest
  // Reference data
  case defineFirm = 64  // DefineFirm + attributes
  case defineSession = 65  // DefineSession + attributes
  case defineInstrument = 66  // DefineInstrument + attributes
  case defineWarehouse = 67  // DefineWarehouse + attributes
  case admitDocument = 68  // AdmitDocument + attributes
  case creditFunds = 69  // CreditFunds
  // Phases
  case setPhase = 80  // SetPhase + reason text
  case schedulePhase = 81  // SchedulePhase
  // The operator
  case setKillSwitch = 82  // SetKillSwitch + reason text
  case controlSession = 83  // ControlSession + text
  case controlMarket = 84  // ControlMarket + reason text
  case decideApproval = 85  // DecideApproval + reason text
  case defineApprovals = 86  // DefineApprovals
  case publishNews = 88  // PublishNews + headline + text
  case changeParameter = 89  // ChangeParameter + reason text
  case withdrawChange = 90  // WithdrawChange + reason text
  // Settlement
  case affirmTrade = 96  // AffirmTrade
  case answerInstruction = 97  // AnswerInstruction + RequestedPart x partCount + text
  case reportWeight = 98  // ReportWeight
  case disputeTrade = 99  // DisputeTrade + text
  case controlTrade = 100  // ControlTrade + reason text
  // Title documents
  case requestTitle = 101  // RequestTitle + RequestedPart x partCount + text
  case gradeWarehouse = 102  // GradeWarehouse + reason text
  // Money
  case defineCurrency = 110  // DefineCurrency
  case setFixing = 111  // SetFixing
  case assignCollateral = 112  // AssignCollateral
  case clearNet = 113  // ClearNet + reason text
  case useReserve = 114  // UseReserve + reason text
  case inquireCollateral = 115  // InquireCollateral
  // Negotiation
  case newCross = 130  // NewCross + TitleDocID x documentCount
  case reportTrade = 131  // ReportTrade
  // Auctions
  case applyAuction = 150  // ApplyAuction + TitleDocID x documentCount
  case depositAuction = 151  // DepositAuction
  case controlAuction = 152  // ControlAuction + reason text
  // Listing
  case defineCounterparties = 165  // DefineCounterparties + FirmID x count
  // Surveillance
  case defineMonitors = 162  // DefineMonitors
  case registerProgram = 134  // RegisterProgram
  case requestQuote = 132  // RequestQuote + CompID x firmCount
  case answerQuote = 133  // AnswerQuote
  // Market data
  case marketDataRequest = 175  // MarketDataRequest + Symbol x symbolCount
  case statusRequest = 176  // StatusRequest
  case requestTerms = 177  // RequestTerms
  // Holdings
  case requestPositions = 120  // RequestPositions
  case reportRecon = 121  // ReportRecon
  // Drop copies
  case defineEntitlement = 170  // DefineEntitlement
  case requestTrades = 171  // RequestTrades
  case endTradesAnswer = 172  // EndTradesAnswer
}
