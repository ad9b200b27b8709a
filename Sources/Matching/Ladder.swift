import Market
import Memory

/// The levels of all books: pages of 16 levels from one pool, a directory of pages per side.
struct Ladder: ~Copyable {
  var sides: Slab<BookSide>
  var pages: Slab<LevelPage>
  /// Level n of page k at 16 k + n: four cache lines.
  var levels: Slab<Level>
  var directory: PageDirectory
  var freePages: SlotPool
  private let inPlace = InPlace()

  init(limits: BookLimits) {
    sides = Slab(capacity: limits.books * 2, repeating: BookSide())
    pages = Slab(capacity: limits.levelPages, repeating: LevelPage())
    levels = Slab(capacity: limits.levelPages * 16, repeating: Level())
    directory = PageDirectory(capacity: limits.directoryNodes + BookLimits.nodesPerRest)
    freePages = SlotPool(capacity: limits.levelPages)
  }

  var byteCount: Int {
    sides.byteCount + pages.byteCount + levels.byteCount + directory.byteCount
      + freePages.byteCount
  }

  /// Where the level at `key` is, if its page exists; the level may be empty.
  func find(_ key: LadderKey, on side: SideIndex) -> LevelRef? {
    guard let page = directory.page(key.page, below: sides[side.rawValue]) else { return nil }
    return LevelRef(page: page, place: key.place)
  }

  /// Whether `open` would give a level at `key`.
  func canOpen(_ key: LadderKey, on side: SideIndex) -> Bool {
    if freePages.inUse < freePages.capacity && directory.hasRoom { return true }
    return find(key, on: side) != nil
  }

  /// The level at `key`, marked occupied: the caller puts an order into it. Nil without a change
  /// where the pools are exhausted.
  @inline(__always)  // benchmark `book`: its only caller is on the path of every resting order
  mutating func open(_ key: LadderKey, on side: SideIndex) -> LevelRef? {
    guard let page = directory.page(key.page, below: sides[side.rawValue]) ?? addPage(key, side)
    else { return nil }
    let level = LevelRef(page: page, place: key.place)
    if levels[level.rawValue].isEmpty { occupy(level, key, side) }
    return level
  }

  /// Marks a level empty that has lost its last order; frees its page with its last level.
  mutating func close(_ level: LevelRef) {
    precondition(levels[level.rawValue].isEmpty, "a level is closed when it is empty")
    let page = level.page
    let occupied = pages[page].occupied & ~(1 &<< level.place)
    pages[page].occupied = occupied
    let side = pages[page].side
    if occupied == 0 { removePage(page, side) }
    if sides[side.rawValue].best == level { findBest(of: side) }
  }

  /// The occupied level next behind `key`.
  func level(behind key: LadderKey, on side: SideIndex) -> LevelRef? {
    if let page = directory.page(key.page, below: sides[side.rawValue]) {
      let behind = pages[page].occupied & (~1 &<< key.place)
      if behind != 0 { return LevelRef(page: page, place: UInt32(behind.trailingZeroBitCount)) }
    }
    guard let page = directory.page(behind: key.page, below: sides[side.rawValue]) else {
      return nil
    }
    return firstLevel(of: page)
  }

  func key(of level: LevelRef) -> LadderKey {
    LadderKey(page: pages[level.page].number, place: level.place)
  }

  @inline(never)
  private mutating func occupy(_ level: LevelRef, _ key: LadderKey, _ side: SideIndex) {
    pages[level.page].occupied |= 1 &<< level.place
    if key < sides[side.rawValue].bestKey {
      sides[side.rawValue].bestKey = key
      sides[side.rawValue].best = level
    }
  }

  @inline(never)
  private mutating func addPage(_ key: LadderKey, _ side: SideIndex) -> UInt32? {
    guard directory.hasRoom, let page = freePages.take() else { return nil }
    pages[page].number = key.page
    pages[page].side = side
    directory.add(page, number: key.page, below: &sides[side.rawValue])
    return page
  }

  private mutating func removePage(_ page: UInt32, _ side: SideIndex) {
    directory.remove(pages[page].number, below: &sides[side.rawValue])
    freePages.give(page)
  }

  private mutating func findBest(of side: SideIndex) {
    guard sides[side.rawValue].root != BookSide.noNode else {
      sides[side.rawValue].best = LevelRef.none
      sides[side.rawValue].bestKey = LadderKey.none
      return
    }
    let best = firstLevel(of: directory.bestPage(below: sides[side.rawValue]))
    sides[side.rawValue].best = best
    sides[side.rawValue].bestKey = key(of: best)
  }

  private func firstLevel(of page: UInt32) -> LevelRef {
    let occupied = pages[page].occupied
    precondition(occupied != 0, "a page that a side has holds a level")
    return LevelRef(page: page, place: UInt32(occupied.trailingZeroBitCount) & 15)
  }
}

extension Ladder: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&sides)
    transfer.move(&pages)
    transfer.move(&levels)
    directory.transfer(by: &transfer)
    freePages.transfer(by: &transfer)
  }
}
