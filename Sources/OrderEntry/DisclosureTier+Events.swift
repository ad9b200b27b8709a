public import Market
import Records

extension DisclosureTier {
  /// Who the recipient of an event is to what it tells, rule book Art. 22: the core says it of documents, nets and
  /// accounts; all else is addressed to those alone whose it is, or who watch.
  public init(recipientOf event: RawSpan) {
    switch EventType(rawValue: event.loadHead().typeCode) {
    case .titleChanged:
      self = DisclosureTier(event.loadBody(TitleChanged.self).tierCode)
    case .titleConsented:
      self = DisclosureTier(event.loadBody(TitleConsented.self).tierCode)
    case .netPublished: self = DisclosureTier(event.loadBody(NetPublished.self).tierCode)
    case .collateralListed: self = DisclosureTier(event.loadBody(CollateralListed.self).tierCode)
    case .settlementInstructed, .transferInstructed, .reconReported, .netRunChanged:
      self = .supervisor
    default: self = .owner
    }
  }

  private init(_ code: UInt8) { self = DisclosureTier(rawValue: code) ?? .everybody }
}
