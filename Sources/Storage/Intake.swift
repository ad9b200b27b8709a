/// Whether the venue takes new work: not while there is no room for the segments of its logs that come next.
///
/// Written by the committer, read by the gateways for each message.
public final class Intake: Sendable {
  private let closed = Mark(0)

  public init() {}

  public var isOpen: Bool {
    get { closed.load() == 0 }
    set { closed.store(newValue ? 0 : 1) }
  }
}
