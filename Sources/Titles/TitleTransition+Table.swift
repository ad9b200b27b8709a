import Market
import Memory

extension TitleTransition {
  /// Every way that there is: what core, tests and documents know of it.
  public static var all: [TitleTransition] { making + trading + rights + ending + replacing }

  /// From the goods to a document that trades.
  private static var making: [TitleTransition] {
    [
      Self(.draft, .issue, .issued, [.warehouse, .carrier], [.complete, .positionFree]),
      Self(
        .issued, .approve, .approved, [.operator],
        [.warehouseCompliant, .bonded, .negotiable, .oneUnit]),
      Self(.approved, .register, .registered, [.registry], [.digestEqual]),
      Self(
        .registered, .activate, .active, [.operator],
        [.warehouseCompliant, .feePaid, .remainingDays]),
      Self(.active, .deimmobilise, .registered, [.holder], [.free]),
      Self(.draft, .refuse, .void, [.operator, .warehouse, .carrier], [.reason]),
      Self(.issued, .refuse, .void, [.operator, .warehouse, .carrier], [.reason]),
      Self(.approved, .refuse, .void, [.operator, .warehouse, .carrier], [.reason]),
    ]
  }

  /// A trade, which alone moves title.
  private static var trading: [TitleTransition] {
    [
      Self(
        .active, .transfer, .active, [.registry], [.settling, .fundsSettled, .warehouseSigns])
    ]
  }

  /// Rights of others in it.
  private static var rights: [TitleTransition] {
    [
      Self(.active, .pledge, .pledged, [.holder], [.free, .recipient, .pledgeeAccepts]),
      Self(.pledged, .release, .active, [.pledgee]),
      Self(.pledged, .enforce, .active, [.pledgee], [.recipient, .defaultDeclared]),
      Self(.registered, .freeze, .frozen, [.registry, .operator, .court], [.reason]),
      Self(.active, .freeze, .frozen, [.registry, .operator, .court], [.unreserved, .reason]),
      Self(.pledged, .freeze, .frozen, [.registry, .operator, .court], [.reason]),
      Self(.frozen, .unfreeze, nil, [.registry, .operator, .court], [.court]),
    ]
  }

  /// The end of its time, and of the goods' stay.
  private static var ending: [TitleTransition] {
    [
      Self(.active, .withdraw, .withdrawing, [.holder], [.free, .feePaid]),
      Self(.expired, .withdraw, .withdrawing, [.holder], [.unburdened, .warehouseSigns]),
      Self(.withdrawing, .loadOut, .closed, [.warehouse, .carrier]),
      Self(.withdrawing, .giveUp, .active, [.warehouse, .carrier, .holder]),
      Self(.active, .expire, .expired, [.operator, .clock], [.unsettled, .due]),
      Self(.pledged, .expire, .expired, [.operator, .clock], [.due]),
      Self(.frozen, .expire, .expired, [.operator, .clock], [.unsettled, .due]),
      Self(.expired, .renew, nil, [.warehouse], [.digest, .feePaid, .remainingDays]),
      Self(.registered, .renew, .registered, [.warehouse], [.digest, .feePaid, .remainingDays]),
      Self(.active, .renew, .active, [.warehouse], [.digest, .feePaid, .remainingDays]),
      Self(.pledged, .renew, .pledged, [.warehouse], [.digest, .feePaid, .remainingDays]),
    ]
  }

  /// Other documents take its place.
  private static var replacing: [TitleTransition] {
    [
      Self(.registered, .split, .void, [.registry], [.splittable, .parts]),
      Self(.registered, .merge, .void, [.registry], [.equals]),
      Self(.registered, .convert, .void, [.carrier], [.bill, .warehouseSigns, .receipts]),
      Self(.registered, .amend, .void, [.carrier], [.bill, .substitute]),
    ]
  }
}

/// The table by state and action.
struct TransitionTable: ~Copyable {
  private var rows: Slab<TitleTransition>
  /// The row of each state and action; `none` where there is none.
  private var places: Slab<UInt8>

  private static var none: UInt8 { .max }

  init() {
    let all = TitleTransition.all
    rows = Slab(capacity: all.count, repeating: all[0])
    places = Slab(capacity: 16 * 32, repeating: Self.none)
    for (place, row) in all.enumerated() {
      let index = Self.index(row.from, row.action)
      precondition(places[index] == Self.none, "a state and an action have one way")
      rows[UInt32(place)] = row
      places[index] = UInt8(place)
    }
  }

  /// The way of `action` from `status`; nil where there is none.
  func transition(from status: TitleStatus, by action: TitleAction) -> TitleTransition? {
    let place = places[Self.index(status, action)]
    return place == Self.none ? nil : rows[UInt32(place)]
  }

  private static func index(_ status: TitleStatus, _ action: TitleAction) -> UInt32 {
    UInt32(status.rawValue) << 5 | UInt32(action.rawValue)
  }
}
