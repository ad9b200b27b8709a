import ArgumentParser
import FIXSession
import Foundation
import Market
import TradeClient
import Transport

/// Who a client is, whom it speaks to, and where its numbers are kept.
struct ClientParty {
  /// SenderCompID(49).
  var compID: String
  /// TargetCompID(56).
  var target: String
  /// HeartBtInt(108) in seconds.
  var heartbeat: UInt32
  /// The directory of the numbers; nil for the user's own.
  var state: String?

  /// The longest HeartBtInt(108), in seconds.
  static var heartbeatMost: UInt32 { 3_600 }

  /// What is wrong with the options that said so; `name` is the one of `compID`.
  func validate(_ name: String) throws {
    guard let text = Text16(compID), !text.isEmpty else {
      throw ValidationError("\(name) \(compID) is no CompID: 1 to 16 printable ASCII characters")
    }
    guard let text = Text16(target), !text.isEmpty else {
      throw ValidationError("--target \(target) is no CompID: 1 to 16 printable ASCII characters")
    }
    if heartbeat > Self.heartbeatMost {
      throw ValidationError("--heartbeat \(heartbeat) is above an hour")
    }
  }

  /// A line that is not connected yet, with the numbers of the last time.
  func line(
    _ way: ClientLine.Way, logonFields: [WireMessage.Field] = []
  ) throws -> ClientLine {
    let place = "\(way.address)".replacingOccurrences(of: ":", with: "-")
    let name = "\(target)-\(place)-\(compID).seq".replacingOccurrences(of: "/", with: "_")
    let file = try SequenceFile.open(directory: directory, name: name)
    let session = ClientSession(
      identity, settings, numbers: file.numbers, logonFields: logonFields)
    return try ClientLine(way, session: session, file: file)
  }

  /// A line whose numbers begin at 1 with each connection, ResetSeqNumFlag(141)=Y: nothing of them is kept.
  func freshLine(_ way: ClientLine.Way) throws -> ClientLine {
    let session = ClientSession(identity, settings, numbers: .first)
    return try ClientLine(way, session: session, file: nil)
  }

  private var identity: SessionIdentity {
    SessionIdentity(
      compID: CompID(Text16(compID) ?? Text16()), peerCompID: CompID(Text16(target) ?? Text16()))
  }

  private var settings: SessionSettings {
    var settings = SessionSettings()
    settings.heartBtInt = heartbeat
    settings.leastHeartBtInt = 0
    settings.mostHeartBtInt = Self.heartbeatMost
    return settings
  }

  private var directory: String {
    if let state { return state }
    let environment = ProcessInfo.processInfo.environment
    if let base = environment["XDG_STATE_HOME"], !base.isEmpty { return "\(base)/cangdan" }
    return "\(environment["HOME"] ?? ".")/.local/state/cangdan"
  }
}
