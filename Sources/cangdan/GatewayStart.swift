import Agents
import Linux
import Market
import MarketCore
import OrderEntry
import Rings
import Storage

/// Where the threads on the path of orders and the publisher sleep.
struct VenueParkings {
  let gateway: Parking
  /// The gateway's, where they share a thread.
  let engine: Parking
  let publisher: Parking

  init(_ layout: ThreadLayout) throws(SystemError) {
    gateway = try Parking()
    engine = layout == .combined ? gateway : try Parking()
    publisher = try Parking()
  }

  /// Those of the threads that end before the committer does.
  var all: [Parking] { [gateway, engine, publisher] }
}

/// What gateway or publisher is made of, before anything of it is given to a thread.
struct GatewayStart: ~Copyable {
  let parking: Parking
  var store: SessionStore
  var files: SessionFilePreparer
  let history: HistoryStart
  let port: CommandPort

  /// `commands` is its way to the engine; `loader` is where the reader of history sleeps.
  init(
    _ store: consuming SessionStore, commands: consuming RingProducer, engine: Parking,
    parking: Parking, loader: Parking
  ) {
    files = store.makePreparer()
    history = HistoryStart(store, parking: loader)
    self.store = store
    self.parking = parking
    port = CommandPort(commands, engine: engine)
  }

  /// Finds what was sent to its sessions, of the epochs that the log knows, and makes their folders.
  mutating func recover(_ latest: [SessionID: Epoch]) throws {
    let sessions = latest.keys.sorted { $0.rawValue < $1.rawValue }
    try store.recover(sessions) { latest[$0] }
    try store.makeFolders(of: sessions)
  }
}

/// The reader of history before its thread begins.
struct HistoryStart: ~Copyable {
  private let loader: SessionHistoryLoader
  let parking: Parking

  init(_ store: borrowing SessionStore, parking: Parking) {
    loader = store.makeHistoryLoader()
    self.parking = parking
  }

  /// The reader, which wakes the gateway where it sleeps.
  consuming func reader(waking gateway: Parking) -> HistoryReader {
    HistoryReader(loader, parking: parking, gateway: gateway)
  }
}

/// The readers of both stores' history, on one thread, which gives way to all others.
struct HistoryReaders: ~Copyable {
  private var gateway: HistoryReader
  private var publisher: HistoryReader
  /// Where their thread sleeps.
  let parking: Parking

  init(
    _ gateway: consuming HistoryStart, _ publisher: consuming HistoryStart,
    _ parkings: VenueParkings
  ) {
    parking = gateway.parking
    self.gateway = gateway.reader(waking: parkings.gateway)
    self.publisher = publisher.reader(waking: parkings.publisher)
  }

  /// Whether somebody has asked for something.
  var hasWork: Bool { gateway.hasWork || publisher.hasWork }

  /// Reads a piece for each that has asked. Returns the amount of work.
  mutating func doWork() -> Int { gateway.doWork() + publisher.doWork() }
}

/// A gateway's ends of its ways to doorkeeper and log lines.
struct GatewayEnds: ~Copyable {
  let doors: GatewayDoors
  let notices: RingProducer
}

/// What a gateway shares with others, and must know of all sessions.
struct GatewayContext: ~Copyable {
  let host: SessionHost
  let events: EventLog
  let counters: CounterFile
  let parking: Parking
  let resends: ResendSetup
  let origins: Origins
  let intake: Intake
}
