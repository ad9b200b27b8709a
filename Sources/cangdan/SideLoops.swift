import Agents
import Linux
import Market
import Operations
import Synchronization
import Transport

/// The threads beside gateways and engine.
struct SideThreads {
  let committer: AgentThread
  /// Sends the log to a follower, where one is to connect.
  let standby: StandbyThread?
  private let history: AgentThread
  private let historyParking: Parking
  /// Where the doorkeeper listens, and where for TLS, if it does.
  let address: SocketAddress
  let secureAddress: SocketAddress?
  private let doorkeeper: AgentThread
  private let passwords: AgentThread
  private let administrator: AgentThread
  /// Where metrics are had, if they are.
  let metricsAddress: SocketAddress?
  private let metrics: AgentThread?

  init(
    _ signals: VenueSignals, _ committer: consuming Committer, _ parking: Parking,
    _ standby: StandbyThread?, _ history: consuming HistoryReaders,
    _ doorkeeper: consuming Doorkeeper,
    _ administrator: consuming Administrator<OperatorDesk>,
    _ metrics: consuming MetricsDoor<VenueMetrics>?
  ) throws(SystemError) {
    self.standby = standby
    address = doorkeeper.address
    secureAddress = doorkeeper.secureAddress
    self.committer = try CommitterLoop.start(signals, committer, parking)
    historyParking = history.parking
    self.history = try HistoryLoop.start(signals, history)
    let desk = doorkeeper.desk
    self.doorkeeper = try DoorkeeperLoop.start(signals, doorkeeper)
    passwords = try PasswordLoop.start(signals, desk)
    self.administrator = try AdministratorLoop.start(signals, administrator)
    if let door = metrics {
      metricsAddress = door.address
      self.metrics = try MetricsLoop.start(signals, door)
    } else {
      metricsAddress = nil
      self.metrics = nil
    }
  }

  /// Waits for the end of the reader of history, which was told to stop.
  func joinHistory() {
    historyParking.waker.wake()
    history.join()
  }

  /// Waits for the end of those who let somebody in.
  func joinDoors() {
    doorkeeper.join()
    passwords.join()
    administrator.join()
    metrics?.join()
  }
}

/// The committer's thread: it always sleeps when it has nothing to do.
enum CommitterLoop {
  static func start(
    _ signals: VenueSignals, _ committer: consuming Committer, _ parking: Parking
  ) throws(SystemError) -> AgentThread {
    let parcel = Parcel(committer)
    return try AgentThread("committer") {
      var committer = parcel.open()
      do {
        try run(signals, &committer, parking)
        try committer.finish()
      } catch {
        signals.fail(error)
      }
    }
  }

  private static func run(
    _ signals: VenueSignals, _ committer: inout Committer, _ parking: Parking
  ) throws(SystemError) {
    var poller = try Poller(capacity: 1)
    try poller.add(parking.waker.rawDescriptor, token: 0, interest: .readable)
    while signals.stage.load(ordering: .acquiring) < 2 {
      if try committer.doWork() > 0 { continue }
      parking.prepareToSleep()
      if !committer.isUrgent, try poller.wait(timeoutMilliseconds: 20) == 0 {
        committer.hasSlept()
      }
      parking.awake()
    }
  }
}

/// The thread that reads history for resends: it gives way to all others, and sleeps while nobody asks.
enum HistoryLoop {
  static func start(
    _ signals: VenueSignals, _ reader: consuming HistoryReaders
  ) throws(SystemError) -> AgentThread {
    let parcel = Parcel(reader)
    return try AgentThread("history", rank: .background) {
      var reader = parcel.open()
      do {
        try run(signals, &reader)
      } catch {
        signals.fail(error)
      }
    }
  }

  private static func run(
    _ signals: VenueSignals, _ reader: inout HistoryReaders
  ) throws(SystemError) {
    let parking = reader.parking
    var poller = try Poller(capacity: 1)
    try poller.add(parking.waker.rawDescriptor, token: 0, interest: .readable)
    while signals.stage.load(ordering: .acquiring) < 2 {
      if reader.doWork() > 0 { continue }
      parking.prepareToSleep()
      if !reader.hasWork { _ = try poller.wait(timeoutMilliseconds: 1_000) }
      parking.awake()
    }
  }
}

/// The doorkeeper's thread: it gives way to all others, and rests when it has used its share.
enum DoorkeeperLoop {
  static func start(
    _ signals: VenueSignals, _ doorkeeper: consuming Doorkeeper
  ) throws(SystemError) -> AgentThread {
    let parcel = Parcel(doorkeeper)
    return try AgentThread("doorkeeper", rank: .background) {
      var doorkeeper = parcel.open()
      do {
        while !signals.isStopping {
          _ = try doorkeeper.doWork(now: signals.clock.now(), milliseconds: 50)
          Clocks.sleep(
            nanos: doorkeeper.restNanos(ranNanos: Clocks.threadNanos(), now: signals.clock.now()))
        }
      } catch {
        signals.fail(error)
      }
    }
  }
}

/// The passwords' thread: it gives way as the doorkeeper does, who gives it no more than may be run. What it
/// has begun it ends.
enum PasswordLoop {
  static func start(
    _ signals: VenueSignals, _ desk: PasswordDesk
  ) throws(SystemError) -> AgentThread {
    try AgentThread("passwords", rank: .background) {
      do {
        try run(signals, desk)
      } catch {
        signals.fail(error)
      }
    }
  }

  private static func run(_ signals: VenueSignals, _ desk: PasswordDesk) throws(SystemError) {
    var poller = try Poller(capacity: 1)
    try poller.add(desk.parking.waker.rawDescriptor, token: 0, interest: .readable)
    while !signals.isStopping {
      if desk.doWork(ranNanos: Clocks.threadNanos) { continue }
      desk.parking.prepareToSleep()
      if !desk.hasTask { _ = try poller.wait(timeoutMilliseconds: 50) }
      desk.parking.awake()
    }
  }
}

/// The administrator's thread.
enum AdministratorLoop {
  static func start(
    _ signals: VenueSignals, _ administrator: consuming Administrator<OperatorDesk>
  ) throws(SystemError) -> AgentThread {
    let parcel = Parcel(administrator)
    return try AgentThread("administrator") {
      var administrator = parcel.open()
      do {
        while !signals.isStopping {
          _ = try administrator.doWork(now: signals.clock.now(), milliseconds: 50)
        }
      } catch {
        signals.fail(error)
      }
    }
  }
}

/// The metrics thread, where there is one.
enum MetricsLoop {
  static func start(
    _ signals: VenueSignals, _ door: consuming MetricsDoor<VenueMetrics>
  ) throws(SystemError) -> AgentThread {
    let parcel = Parcel(door)
    return try AgentThread("metrics") {
      var door = parcel.open()
      do {
        while !signals.isStopping { try door.doWork(milliseconds: 50) }
      } catch {
        signals.fail(error)
      }
    }
  }
}
