import Agents
import Rings

/// The ways from the agents to the log lines.
struct NoticeRings: ~Copyable {
  let writers: NoticeWriters
  let readers: NoticeReaders

  static func make() -> NoticeRings {
    let gateway = Ring.make(capacityBytes: 1 << 18)
    let publisher = Ring.make(capacityBytes: 1 << 18)
    let committer = Ring.make(capacityBytes: 1 << 16)
    let doorkeeper = Ring.make(capacityBytes: 1 << 18)
    return NoticeRings(
      writers: NoticeWriters(
        gateway: gateway.producer, publisher: publisher.producer,
        committer: committer.producer, doorkeeper: doorkeeper.producer),
      readers: NoticeReaders(
        gateway: NoticeReader(gateway.consumer), publisher: NoticeReader(publisher.consumer),
        committer: NoticeReader(committer.consumer),
        doorkeeper: NoticeReader(doorkeeper.consumer)))
  }
}

/// The writing ends of the ways to the log lines.
struct NoticeWriters: ~Copyable {
  let gateway: RingProducer
  let publisher: RingProducer
  let committer: RingProducer
  let doorkeeper: RingProducer
}

/// The reading ends. Owner: the main thread.
struct NoticeReaders: ~Copyable {
  var gateway: NoticeReader
  var publisher: NoticeReader
  var committer: NoticeReader
  var doorkeeper: NoticeReader

  /// The next notice of any agent; nil where there is none.
  mutating func next() -> Notice? {
    if let notice = gateway.next() { return notice }
    if let notice = publisher.next() { return notice }
    if let notice = committer.next() { return notice }
    return doorkeeper.next()
  }
}
