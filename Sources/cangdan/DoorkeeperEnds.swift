import Agents
import Linux
import Market
import Rings

/// A gateway's ends of its ways from and to the doorkeeper.
struct GatewayDoors: ~Copyable {
  let handovers: RingConsumer
  let passwords: PasswordPort
}

/// The ways between the doorkeeper and both gateways.
struct DoorkeeperWays: ~Copyable {
  /// Connections on their way to a gateway, bytes.
  private static let handoverBytes = 1 << 20

  let ways: HandoverWays
  let gateway: GatewayDoors
  let publisher: GatewayDoors
  let desk: PasswordDesk

  /// `keep` keeps the passwords that sessions change; `sessions` are those of both.
  static func make(
    _ sessions: [GatewaySessionSetup], _ parkings: VenueParkings,
    keeping keep: @escaping PasswordChange
  ) throws(SystemError) -> DoorkeeperWays {
    let arriving = Ring.make(capacityBytes: handoverBytes)
    let published = Ring.make(capacityBytes: handoverBytes)
    let passwords = try PasswordWay(keeping: keep)
    let further = PasswordWay(to: passwords.desk)
    let looking = sessions.filter { $0.role.host == .publisher }.map(\.session)
    return DoorkeeperWays(
      ways: HandoverWays(
        gateway: HandoverWay(
          arriving.producer, waking: parkings.gateway, demands: passwords.demands),
        publisher: HandoverWay(
          published.producer, waking: parkings.publisher, demands: further.demands),
        published: Set(looking)),
      gateway: GatewayDoors(handovers: arriving.consumer, passwords: passwords.port),
      publisher: GatewayDoors(handovers: published.consumer, passwords: further.port),
      desk: passwords.desk)
  }
}

/// The doorkeeper's ends of its ways to both gateways, and to the log lines.
struct DoorkeeperEnds: ~Copyable {
  let ways: HandoverWays
  let desk: PasswordDesk
  let notices: RingProducer
}
