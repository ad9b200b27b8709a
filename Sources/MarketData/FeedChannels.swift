import Market
import Memory

/// What all subscriptions to an instrument with the same terms have in common: what they were told last.
struct FeedChannel: BitwiseCopyable {
  var terms = FeedTerms()
  var instrument = InstrumentID.none
  var bids = 0
  var offers = 0
  var figures = PublishedFigures()
  var firstLink = FeedLinks.none
  /// The next channel of the instrument.
  var next = FeedLinks.none
}

/// The channels of a feed by instrument, in room that is allocated once.
struct FeedChannels: ~Copyable {
  private var pool: SlotPool
  private var channels: Slab<FeedChannel>
  /// Two windows for each channel, of `FeedTerms.depthMost` entries each.
  private(set) var told: Slab<WindowEntry>
  /// By the instrument's number less one.
  private var heads: Slab<UInt32>

  /// Room for so many, and one more for each instrument.
  init(capacity: Int, instruments: Int) {
    let capacity = capacity + instruments
    pool = SlotPool(capacity: capacity)
    channels = Slab(capacity: capacity, repeating: FeedChannel())
    told = Slab(capacity: capacity * 2 * FeedTerms.depthMost, repeating: WindowEntry())
    heads = Slab(capacity: instruments, repeating: FeedLinks.none)
  }

  subscript(_ channel: UInt32) -> FeedChannel {
    get { channels[channel] }
    set { channels[channel] = newValue }
  }

  /// Where what was told of a side stands.
  func start(_ channel: UInt32, _ side: Side) -> UInt32 {
    (2 * channel + (side == .buy ? 0 : 1)) * UInt32(FeedTerms.depthMost)
  }

  /// The first channel of an instrument; nil where nobody has subscribed to it.
  func first(of instrument: InstrumentID) -> UInt32? {
    let head = heads[instrument.rawValue - 1]
    return head == FeedLinks.none ? nil : head
  }

  /// The next channel of the same instrument.
  func next(_ channel: UInt32) -> UInt32? {
    let next = channels[channel].next
    return next == FeedLinks.none ? nil : next
  }

  /// The channel of an instrument with these terms; nil where there is none.
  func find(_ instrument: InstrumentID, _ terms: FeedTerms) -> UInt32? {
    var channel = first(of: instrument)
    while let present = channel, channels[present].terms != terms { channel = next(present) }
    return channel
  }

  /// A new channel; nil where there is no room, which one for snapshots of each instrument always has.
  mutating func add(_ instrument: InstrumentID, _ terms: FeedTerms) -> UInt32? {
    guard !terms.isIncremental || pool.available > heads.capacity, let slot = pool.take() else {
      return nil
    }
    channels[slot] = FeedChannel(
      terms: terms, instrument: instrument, next: heads[instrument.rawValue - 1])
    heads[instrument.rawValue - 1] = slot
    return slot
  }

  /// Lets go of a channel that nobody listens to.
  mutating func remove(_ channel: UInt32) {
    let place = channels[channel].instrument.rawValue - 1
    if heads[place] == channel {
      heads[place] = channels[channel].next
    } else {
      var previous = heads[place]
      while channels[previous].next != channel { previous = channels[previous].next }
      channels[previous].next = channels[channel].next
    }
    pool.give(channel)
  }

  /// What is now has been told of a side.
  mutating func didTell(
    _ channel: UInt32, _ side: Side, _ now: borrowing Slab<WindowEntry>, count: Int
  ) {
    let start = start(channel, side)
    for place in 0..<UInt32(count) { told[start + place] = now[place] }
    if side == .buy { channels[channel].bids = count } else { channels[channel].offers = count }
  }
}
