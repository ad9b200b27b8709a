public import FIX44
public import FIXWire

/// A message in which one thing is wrong, and what an engine that knows the dictionary answers.
public struct MessageFault: Sendable {
  /// What is wrong: `NewOrderSingle: Side(54) missing`.
  public let name: String
  /// The message as a line of a scenario, with `<N>` for MsgSeqNum(34).
  public let line: String
  /// SessionRejectReason(373).
  public let reason: SessionRejectReason
  /// RefTagID(371).
  public let tag: Tag
  /// Whether only another field demands the one that is missing: BusinessMessageReject(j) with 380=5
  /// answers an application message in which it is.
  public var isConditional = false

  /// Every fault that the dictionary lets a message of this kind have, one at a time.
  public static func all(
    of message: MessageDefinition, in dictionary: FIX44Dictionary
  ) -> [MessageFault] {
    let builder = FaultBuilder(message, dictionary)
    return builder.sample.places.indices.flatMap { builder.faults(at: $0) } + builder.strangers()
  }
}

/// Spoils a sample at one place.
struct FaultBuilder {
  let message: MessageDefinition
  let dictionary: FIX44Dictionary
  let sample: MessageSample
  private var places: [MessageSample.Place] { sample.places }

  init(_ message: MessageDefinition, _ dictionary: FIX44Dictionary) {
    self.message = message
    self.dictionary = dictionary
    sample = MessageSample(message, of: dictionary)
  }

  func faults(at index: Int) -> [MessageFault] {
    let all = [
      missing(index), empty(index), twice(index), form(index), code(index), oneMore(index),
      none(index), swapped(index), demanded(index),
    ]
    return all.compactMap { $0 }
  }

  /// Fields that the message does not have, one of each type, and one of the header behind the body.
  func strangers() -> [MessageFault] {
    let own = places.map(\.tag)
    let known = dictionary.header.map(\.tag) + dictionary.trailer.map(\.tag)
    let foreign = FieldType.allCases.filter { $0 != .data && $0 != .length }.compactMap { type in
      dictionary.fields.first {
        $0.type == type && !own.contains($0.tag) && !known.contains($0.tag)
      }
    }
    let others = foreign.map { field in
      MessageFault(
        name: "\(message.name): \(field.name)(\(field.tag)), a field of another message",
        line: line(places) + "\(field.tag)=\(MessageSample.value(of: field))|",
        reason: .tagNotDefinedForMessage, tag: field.tag)
    }
    return others + [
      MessageFault(
        name: "\(message.name): a tag that nobody has defined", line: line(places) + "4999=x|",
        reason: .invalidTagNumber, tag: Tag(rawValue: 4999)),
      MessageFault(
        name: "\(message.name): PossDupFlag(43) behind the body", line: line(places) + "43=N|",
        reason: .tagOutOfRequiredOrder, tag: .possDupFlag),
    ]
  }

  /// A required field is not there; of the first one of an entry, what follows it is out of order.
  private func missing(_ index: Int) -> MessageFault? {
    let place = places[index]
    guard place.isRequired, !place.isCounter else { return nil }
    var changed = places
    changed.remove(at: index)
    guard place.isDelimiter else {
      return fault("missing", place, changed, .requiredTagMissing, place.tag)
    }
    let hasNext = index < changed.count && changed[index].counter == place.counter
    return hasNext
      ? fault("missing", place, changed, .groupFieldsOutOfOrder, changed[index].tag)
      : place.counter.flatMap { fault("missing", place, changed, .incorrectNumInGroupCount, $0) }
  }

  /// A field without a value; the data behind a length without one has no length.
  private func empty(_ index: Int) -> MessageFault? {
    let place = places[index]
    var changed = places
    changed[index].value = ""
    if let dataTag = place.dataTag {
      return fault("without a value", place, changed, .requiredTagMissing, dataTag)
    }
    if place.field.type == .data { changed[index - 1].value = "0" }
    return fault("without a value", place, changed, .tagWithoutValue, place.tag)
  }

  private func twice(_ index: Int) -> MessageFault? {
    let place = places[index]
    if place.field.type == .data { return nil }
    var changed = places
    changed.insert(place, at: index)
    if place.isCounter {
      return fault("twice", place, changed, .incorrectNumInGroupCount, place.tag)
    }
    if place.depth == 0 {
      return fault("twice", place, changed, .tagAppearsMoreThanOnce, place.tag)
    }
    guard let counter = place.counter else { return nil }
    guard place.isDelimiter else {
      return fault("twice", place, changed, .groupFieldsOutOfOrder, place.tag)
    }
    // The second one begins another entry, so that the first has nothing else.
    let missing = places[(index + 1)...].first { $0.counter == counter && $0.isRequired }
    return missing.map { fault("twice", place, changed, .requiredTagMissing, $0.tag) }
      ?? fault("twice", place, changed, .incorrectNumInGroupCount, counter)
  }

  /// A value of another form, where the type has one.
  private func form(_ index: Int) -> MessageFault? {
    let place = places[index]
    guard let value = place.field.type.wrongValue else { return nil }
    var changed = places
    changed[index].value = value
    if let dataTag = place.dataTag {
      return fault("of a wrong form", place, changed, .requiredTagMissing, dataTag)
    }
    return fault("of a wrong form", place, changed, .incorrectDataFormat, place.tag)
  }

  /// A value of the right form that is no code of the field's.
  private func code(_ index: Int) -> MessageFault? {
    let place = places[index]
    if place.field.values.isEmpty { return nil }
    var changed = places
    changed[index].value = place.field.type == .char ? "~" : "987654"
    return fault("with an unknown code", place, changed, .valueIncorrect, place.tag)
  }

  private func oneMore(_ index: Int) -> MessageFault? {
    let place = places[index]
    guard place.isCounter else { return nil }
    var changed = places
    changed[index].value = "2"
    return fault("counts one too many", place, changed, .incorrectNumInGroupCount, place.tag)
  }

  private func none(_ index: Int) -> MessageFault? {
    let place = places[index]
    guard place.isCounter else { return nil }
    var changed = places
    changed[index].value = "0"
    return fault(
      "counts none of its entries", place, changed, .groupFieldsOutOfOrder, places[index + 1].tag)
  }

  /// Two fields of an entry change places.
  private func swapped(_ index: Int) -> MessageFault? {
    let place = places[index]
    guard place.depth > 0, !place.isDelimiter, index + 1 < places.count,
      places[index + 1].counter == place.counter, !place.isCounter, !places[index + 1].isCounter,
      !place.isData, !places[index + 1].isData
    else { return nil }
    var changed = places
    changed.swapAt(index, index + 1)
    return fault("behind its follower", place, changed, .groupFieldsOutOfOrder, place.tag)
  }

  /// A field is not there that another one demands beside it.
  private func demanded(_ index: Int) -> MessageFault? {
    let place = places[index]
    let isDemanded = places.contains { other in
      switch other.tag {
      case .securityID: place.tag == .securityIDSource
      case .securityIDSource: place.tag == .securityID
      case .commission: place.tag == .commType
      default: place.tag == other.dataTag || place.tag == .messageEncoding && other.isEncoded
      }
    }
    guard isDemanded, place.depth == 0 else { return nil }
    var changed = places
    changed.remove(at: index)
    var fault = fault("missing", place, changed, .requiredTagMissing, place.tag)
    fault.isConditional = true
    return fault
  }

  private func fault(
    _ what: String, _ place: MessageSample.Place, _ changed: [MessageSample.Place],
    _ reason: SessionRejectReason, _ tag: Tag
  ) -> MessageFault {
    MessageFault(
      name: "\(message.name): \(place.field.name)(\(place.tag)) \(what)", line: line(changed),
      reason: reason, tag: tag)
  }

  private func line(_ places: [MessageSample.Place]) -> String {
    "35=\(message.msgType)|34=<N>|" + places.map(\.text).joined()
  }
}

extension FieldType {
  /// A value that is not of this type; nil where anything is.
  var wrongValue: String? {
    switch self {
    case .int, .length, .numInGroup, .seqNum, .qty, .price, .priceOffset, .amt, .percentage: "x"
    case .char: "xx"
    case .boolean, .utcTimestamp, .utcTimeOnly, .utcDateOnly, .localMktDate, .monthYear,
      .currency, .country:
      "?"
    case .string, .multipleValueString, .exchange, .data: nil
    }
  }
}
