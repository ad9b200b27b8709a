import Conformance
import FIX44
import FIXWire
import Testing

@Suite struct MessageFaultTests {
  @Test(
    "the first thing that is wrong is told, whatever it is",
    arguments: FIX44Dictionary.make().messages.map(\.name))
  func faults(_ name: String) throws {
    let dictionary = FIX44Dictionary.make()
    let message = try #require(dictionary.messages.first { $0.name == name })
    var validator = MessageValidator(dictionary)
    let faults = MessageFault.all(of: message, in: dictionary)
    #expect(faults.count > 2 * message.members.count)
    for fault in faults {
      let line = fault.line.replacing("<N>", with: "2")
      let reject = MessageSampleTests.reject(line, &validator)
      let expected: ValidationReject =
        fault.isConditional ? .conditional(fault.tag) : .field(fault.reason, fault.tag)
      #expect(reject == expected, "\(fault.name)")
    }
  }

  @Test("an order can be wrong in each way that FIX has a reason for")
  func reasons() throws {
    let dictionary = FIX44Dictionary.make()
    let order = try #require(dictionary.message(.newOrderSingle))
    let reasons = Set(MessageFault.all(of: order, in: dictionary).map(\.reason))
    let expected: [SessionRejectReason] = [
      .invalidTagNumber, .requiredTagMissing, .tagNotDefinedForMessage, .tagWithoutValue,
      .valueIncorrect, .incorrectDataFormat, .tagAppearsMoreThanOnce, .tagOutOfRequiredOrder,
      .groupFieldsOutOfOrder, .incorrectNumInGroupCount,
    ]
    #expect(reasons == Set(expected))
  }
}
