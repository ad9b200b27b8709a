public import Market
import Records
public import Storage

/// The CompIDs of sessions as a log defines them, learnt while it is read.
public struct SessionNames: Sendable {
  private var names: [UInt32: String] = [:]

  public init() {}

  /// Learns from a command, if it defines a session.
  public mutating func learn(from record: RawSpan) {
    let head = record.loadHead()
    guard head.typeCode == CommandType.defineSession.rawValue,
      Int(head.bodyLength) >= MemoryLayout<DefineSession>.size
    else { return }
    let body = record.loadBody(DefineSession.self)
    let subID = body.subID.text.isEmpty ? "" : "/\(body.subID.text)"
    names[body.session.rawValue] = "\(body.compID.text)\(subID)"
  }

  /// The CompID of a session; empty where it is not known.
  public func compID(of session: SessionID) -> String { names[session.rawValue] ?? "" }

  /// The session of that name, learnt from where `reader` stands. Nil where the log has none.
  public mutating func find(
    _ name: String, in reader: inout CommandLogReader
  ) throws(StorageError) -> SessionID? {
    while session(named: name) == nil {
      guard try reader.next() else { return nil }
      learn(from: reader.record)
    }
    return session(named: name)
  }

  /// The session named by its number or CompID.
  public func session(named name: String) -> SessionID? {
    if let number = UInt32(name) { return SessionID(rawValue: number) }
    return names.first { $0.value == name }.map { SessionID(rawValue: $0.key) }
  }
}
