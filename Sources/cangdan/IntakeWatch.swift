import Market
import Storage

/// Tells all sessions that the venue takes no new work, and that it does again. Owner: the main thread.
struct IntakeWatch {
  private let intake: Intake
  private var wasOpen = true

  init(_ intake: Intake) { self.intake = intake }

  /// Publishes News(B) where that has changed; tried again where the ring is full.
  mutating func look(_ control: inout ControlPort) {
    let isOpen = intake.isOpen
    guard isOpen != wasOpen else { return }
    let headline = isOpen ? "New orders are taken again" : "No new orders are taken"
    let text =
      isOpen
      ? "The venue has room for its logs again."
      : "The venue lacks room for its logs. Cancels, queries and feeds go on; what was accepted stays."
    var news = PublishNews()
    news.kindCode = NewsKind.riskWarning.rawValue
    news.incidentCode = Incident.tradingSystem.rawValue
    news.headlineLength = UInt16(headline.utf8.count)
    news.textLength = UInt16(text.utf8.count)
    if control.write(.publishNews, news, headline + text) { wasOpen = isOpen }
  }
}
