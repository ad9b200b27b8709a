/// So many places for what is open: one that was left last is taken first.
struct NaivePlaces<Element> {
  private var elements: [Element?]
  private var free: [Int]

  init(_ count: Int) {
    elements = Array(repeating: nil, count: count)
    free = (0..<count).reversed()
  }

  var places: Range<Int> { elements.indices }
  var isEmpty: Bool { free.count == elements.count }
  var isFull: Bool { free.isEmpty }
  /// What is open, by place.
  var taken: [Element] { elements.compactMap { $0 } }

  subscript(place: Int) -> Element? {
    get { elements[place] }
    set { elements[place] = newValue }
  }

  func first(where isMeant: (Element) -> Bool) -> Int? {
    elements.firstIndex { $0.map(isMeant) ?? false }
  }

  /// The place that it takes.
  @discardableResult
  mutating func take(_ element: Element) -> Int {
    let place = free.removeLast()
    elements[place] = element
    return place
  }

  /// What has stood there.
  @discardableResult
  mutating func leave(_ place: Int) -> Element {
    guard let element = elements[place] else { preconditionFailure("the place is taken") }
    elements[place] = nil
    free.append(place)
    return element
  }
}

/// A clock that stands at times: of all that is negotiated on from the end of a process until sessions can log on again,
/// and of an instrument by the reading of that one.
struct NaiveDurations {
  private var stood: Int64 = 0
  private var standsSince: Int64?

  func reading(at now: Int64) -> Int64 { min(now, standsSince ?? now) - stood }
  /// When it will come to a reading, if it runs from now on.
  func time(of reading: Int64) -> Int64 { reading + stood }

  var isRunning: Bool { standsSince == nil }

  mutating func stop(at time: Int64) { standsSince = standsSince ?? time }

  mutating func goOn(at now: Int64) {
    if let since = standsSince { stood += now - since }
    standsSince = nil
  }
}
