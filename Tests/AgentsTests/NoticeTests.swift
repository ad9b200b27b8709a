import Agents
import Market
import Rings
import Testing

@Suite struct NoticeTests {
  @Test("notices arrive in order, and what does not fit is counted, not waited for")
  func orderAndLoss() {
    let ring = Ring.make(capacityBytes: 1_024)
    var writer = NoticeWriter(ring.producer)
    var reader = NoticeReader(ring.consumer)
    for number in 1...20 {
      var notice = Notice(.sessionLoggedOn)
      notice.connection = UInt32(number)
      writer.write(notice)
    }
    var read: [UInt32] = []
    while let notice = reader.next() { read.append(notice.connection) }
    let lost = writer.lost
    #expect(read == Array(1...UInt32(read.count)))
    #expect(read.count + lost == 20)
    #expect(lost > 0)
    writer.write(Notice(.logFull))
    let last = reader.next()
    #expect(last?.kindCode == Notice.Kind.logFull.rawValue)
  }
}
