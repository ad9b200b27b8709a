import Linux

/// Pieces of history between the store, which asks for them, and the loader, which waits for the disk.
///
/// ```
/// store --asked--> loader --loaded--> store
/// ```
/// Requests are numbered and served in their order. Without a loader the store reads for itself.
///
/// *Safety:* `places` points to `capacity` initialized places that this value owns. Of a place the store
/// writes `request` until `asked` counts it and takes `piece` and `error` once `loaded` does; in between
/// they are the loader's. `use` is the store's alone.
@safe
final class HistoryQueue: @unchecked Sendable {
  private enum Use { case free, wanted, abandoned }

  private struct Place: ~Copyable {
    var request: HistoryRequest?
    var piece: HistoryPiece?
    var error: SystemError?
    var use = Use.free
  }

  private let places: UnsafeMutablePointer<Place>
  private let capacity: Int
  private let asked = Mark(0)
  private let loaded = Mark(0)
  private let loaders = Mark(0)

  init(capacity: Int) {
    self.capacity = capacity
    unsafe places = UnsafeMutablePointer<Place>.allocate(capacity: capacity)
    for place in 0..<capacity { unsafe (places + place).initialize(to: Place()) }
  }

  deinit {
    unsafe places.deinitialize(count: capacity)
    unsafe places.deallocate()
  }

  func takeLoader() -> Bool { loaders.exchange(0, for: 1) }

  var hasLoader: Bool { loaders.load() != 0 }

  /// Whether something was asked for that is not yet loaded.
  var isBehind: Bool { asked.load() > loaded.load() }

  private func place(_ number: UInt64) -> UnsafeMutablePointer<Place> {
    unsafe places + Int(number % UInt64(capacity))
  }
}

/// The store's side.
extension HistoryQueue {
  /// Asks for a piece: the request's number. Nil where too many are under way.
  func ask(_ request: HistoryRequest) -> UInt64? {
    let number = asked.load()
    let place = unsafe place(number)
    if unsafe place.pointee.use == .abandoned, loaded.load() + UInt64(capacity) > number {
      unsafe Self.free(place)
    }
    guard unsafe place.pointee.use == .free else { return nil }
    unsafe place.pointee.request = request
    unsafe place.pointee.use = .wanted
    asked.store(number + 1)
    return number
  }

  func isLoaded(_ number: UInt64) -> Bool { loaded.load() > number }

  /// What came of a request that is loaded.
  func take(_ number: UInt64) throws(SystemError) -> HistoryPiece {
    precondition(isLoaded(number), "only what is loaded is taken")
    let place = unsafe place(number)
    let piece = unsafe place.pointee.piece.take()
    let error = unsafe place.pointee.error
    unsafe Self.free(place)
    if let piece { return piece }
    throw error ?? SystemError("mmap", code: 0)
  }

  /// Nobody waits for this request any more.
  func abandon(_ number: UInt64) {
    let place = unsafe place(number)
    if isLoaded(number) { unsafe Self.free(place) } else { unsafe place.pointee.use = .abandoned }
  }

  private static func free(_ place: UnsafeMutablePointer<Place>) {
    unsafe place.pointee.piece = nil
    unsafe place.pointee.error = nil
    unsafe place.pointee.use = .free
  }
}

/// The loader's side.
extension HistoryQueue {
  /// What is to be loaded next.
  var next: HistoryRequest? {
    let number = loaded.load()
    if number == asked.load() { return nil }
    return unsafe place(number).pointee.request
  }

  /// It is loaded, or can't be.
  func finish(_ piece: consuming HistoryPiece?, _ error: SystemError?) {
    let number = loaded.load()
    let place = unsafe place(number)
    unsafe place.pointee.piece = piece
    unsafe place.pointee.error = error
    loaded.store(number + 1)
  }
}
