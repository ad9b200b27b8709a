import Foundation
import Glibc
import Linux
import Market
import MarketCore
import Storage

/// Reports that sessions were sent long ago, put into the store of a venue that does not run.
struct ResendHistory {
  /// The data directory.
  let folder: String
  /// Reports of each session.
  let count: Int
  /// What has been stored for each session: its first number and its last.
  private(set) var ranges: [SessionID: ClosedRange<Int>] = [:]

  init(folder: String, count: Int) {
    self.folder = folder
    self.count = count
  }

  /// Stores the reports for these sessions, in their present epochs.
  mutating func store(for sessions: [SessionID], names: [String]) throws {
    let directory = try StorageDirectory.open(folder)
    let log = try CommandLog.open(in: directory, coreVersion: Venue.coreVersion, newLogID: 1)
    var store = try SessionStore.open(in: directory, of: log, sessions: sessions)
    for (session, name) in zip(sessions, names) {
      let first = Int(store.nextOutbound(of: session).rawValue)
      var report = HistoricReport(to: name)
      var head = StoredMessageHead()
      head.session = session
      head.epoch = store.epoch(of: session)
      head.eventPosition = store.last(of: session)?.eventPosition ?? 0
      for number in first..<first + count {
        head.msgSeqNum = MsgSeqNum(rawValue: UInt64(number))
        report.number(number)
        try unsafe store.append(head, report.bytes.span.bytes)
      }
      store.close(session)
      ranges[session] = first...first + count - 1
    }
  }

  /// Has all of it on the disk and nothing of it in memory: it is read again as after a long day.
  func dropFromMemory() throws {
    guard let files = FileManager.default.enumerator(atPath: "\(folder)/sessions") else { return }
    for case let name as String in files where name.hasSuffix(".out") {
      let descriptor = unsafe open("\(folder)/sessions/\(name)", O_RDONLY)
      guard descriptor >= 0, fsync(descriptor) == 0 else {
        throw ServerProcess.Fault(description: "\(name) can't be synced, errno \(errno)")
      }
      _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
      close(descriptor)
    }
  }
}

/// An ExecutionReport(8) as the venue sends it, whose number is changed in place.
struct HistoricReport {
  private(set) var bytes: [UInt8]
  private let numberAt: Int

  init(to name: String) {
    let time = OrderTemplate.today + "-00:00:00.000000000"
    let body =
      "35=8|49=CANGDAN|56=\(name)|34=000000000|52=\(time)|37=000000000001|11=0000000000000001|"
      + "17=000000000001|150=0|39=0|1=\(name)-1|55=\(WireMarket.symbol)|54=1|38=1|40=2|44=500|"
      + "59=0|15=CNY|151=1|14=0|6=0|60=\(time)|"
    let text = Array("8=FIX.4.4|9=\(body.utf8.count)|\(body)10=000|".utf8)
    let message = text.map { $0 == 0x7c ? 1 : $0 }
    let field = Array("34=".utf8)
    let at = (0..<message.count).first { message[$0...].starts(with: field) }
    guard let at else { preconditionFailure("the report has a number") }
    bytes = message
    numberAt = at + field.count
  }

  /// Sets MsgSeqNum(34), and CheckSum(10) to match.
  mutating func number(_ number: Int) {
    var rest = number
    for place in (numberAt..<numberAt + 9).reversed() {
      bytes[place] = UInt8(0x30 + rest % 10)
      rest /= 10
    }
    var sum: UInt8 = 0
    for place in 0..<bytes.count - 7 { sum &+= bytes[place] }
    for (place, digit) in [Int(sum) / 100, Int(sum) / 10 % 10, Int(sum) % 10].enumerated() {
      bytes[bytes.count - 4 + place] = UInt8(0x30 + digit)
    }
  }
}
