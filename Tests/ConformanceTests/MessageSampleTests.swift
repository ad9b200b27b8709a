import Conformance
import FIX44
import FIXWire
import Testing

@Suite struct MessageSampleTests {
  /// What the dictionary finds wrong with a line.
  static func reject(_ line: String, _ validator: inout MessageValidator) -> ValidationReject? {
    let bytes = ScenarioText.message(
      line, from: ScenarioTextTests.parties, now: ScenarioTextTests.now)
    let message = RawSpan(_elements: bytes.span)
    var index = FieldIndex()
    if let error = index.parse(message) { return .field(error.reason, error.tag) }
    return validator.validate(index, message, unknownUserTags: .reject)
  }

  @Test("each message is right with all the fields that it may have")
  func whole() {
    let dictionary = FIX44Dictionary.make()
    var validator = MessageValidator(dictionary)
    for message in dictionary.messages {
      let sample = MessageSample(message, of: dictionary)
      #expect(Self.reject(sample.line(msgSeqNum: 2), &validator) == nil, "\(message.name)")
    }
  }

  @Test("groups have their entry, data fields their length")
  func order() throws {
    let dictionary = FIX44Dictionary.make()
    let order = try #require(dictionary.message(.newOrderSingle))
    let line = MessageSample(order, of: dictionary).line(msgSeqNum: 7)
    #expect(line.hasPrefix("35=D|34=7|"))
    #expect(line.contains("|453=1|448=1|447=1|452=1|802=1|523=1|803=1|"))
    #expect(line.contains("|354=1|355=1|"))
    #expect(!line.contains("|52="))
  }
}
