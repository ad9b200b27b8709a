import Market
import Records

/// The lots of auctions as the last event of each says, by their numbers: what `cangdan auction list` shows.
public struct AuctionList {
  /// What is known of a lot.
  private struct Lot {
    var symbol: String
    var terms = "applied for"
    var state = AuctionState.applied
    var details: [String] = []
  }

  private var lots: [UInt32: Lot] = [:]

  public init() {}

  /// Takes note of an event.
  public mutating func take(_ event: RawSpan) {
    switch EventType(rawValue: event.loadHead().typeCode) {
    case .auctionAnswered: take(event.loadBody(AuctionAnswered.self))
    case .auctionAnnounced: take(event.loadBody(AuctionAnnounced.self))
    case .auctionChanged: take(event.loadBody(AuctionChanged.self))
    default: break
    }
  }

  private mutating func take(_ body: AuctionAnswered) {
    guard body.auction > 0, body.commandType != CommandType.depositAuction.rawValue,
      let state = AuctionState(rawValue: body.stateCode)
    else { return }
    lots[body.auction, default: Lot(symbol: "\(body.symbol.text)")].state = state
  }

  private mutating func take(_ body: AuctionAnnounced) {
    var lot = Lot(symbol: "\(body.symbol.text)")
    let sells = body.sideCode == Side.sell.rawValue
    let rises = body.modeCode == TradingMode.auctionAscending.rawValue
    let quantity = DecimalText.text(body.quantity.thousandths, scale: Quantity.scale)
    lot.terms =
      "\(sells ? "sells" : "buys") \(quantity) from \(Self.text(body.startPrice)) "
      + "\(rises ? "up" : "down") by \(Self.text(body.priceStep))"
    lot.state = .announced
    lot.details = ["opens \(TextForm.timestamp(body.opensAt))"]
    lots[body.auction] = lot
  }

  private mutating func take(_ body: AuctionChanged) {
    guard let state = AuctionState(rawValue: body.stateCode) else { return }
    var lot = lots[body.auction] ?? Lot(symbol: "\(body.symbol.text)")
    lot.state = state
    guard state != .announced else { return lots[body.auction] = lot }
    var details: [String] = []
    if body.price != .zero {
      let quantity = DecimalText.text(body.quantity.thousandths, scale: Quantity.scale)
      details.append("\(quantity) at \(Self.text(body.price))")
    }
    if body.bidCount > 0 { details.append("bids \(body.bidCount)") }
    if body.reserveMetCode != 0 {
      details.append(
        body.reserveMetCode == UInt8(ascii: "Y") ? "reserve met" : "reserve not met")
    }
    if body.round > 0 { details.append("round \(body.round)") }
    if body.endsAt != .none { details.append("next \(TextForm.timestamp(body.endsAt))") }
    lot.details = details
    lots[body.auction] = lot
  }

  private static func text(_ price: Price) -> String {
    DecimalText.text(price.tenThousandths, scale: Price.scale)
  }

  /// A line for each lot; only those that are not over, unless all are wanted.
  public func lines(all: Bool) -> [String] {
    lots.sorted { $0.key < $1.key }.filter { all || !$0.value.state.isOver }.map { number, lot in
      let details = lot.details.isEmpty ? "" : "; " + lot.details.joined(separator: ", ")
      return "\(number) \("\(lot.state)".uppercased()) \(lot.symbol) \(lot.terms)\(details)"
    }
  }
}
