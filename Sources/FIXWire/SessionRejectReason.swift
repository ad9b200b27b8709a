/// SessionRejectReason(373): why a message is answered by Reject(3).
public enum SessionRejectReason: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case invalidTagNumber = 0
  case requiredTagMissing = 1
  case tagNotDefinedForMessage = 2
  case undefinedTag = 3
  case tagWithoutValue = 4
  case valueIncorrect = 5
  case incorrectDataFormat = 6
  case decryptionProblem = 7
  case signatureProblem = 8
  case compIDProblem = 9
  case sendingTimeAccuracy = 10
  case invalidMsgType = 11
  case xmlValidation = 12
  case tagAppearsMoreThanOnce = 13
  case tagOutOfRequiredOrder = 14
  case groupFieldsOutOfOrder = 15
  case incorrectNumInGroupCount = 16
  case delimiterInValue = 17
  case other = 99
}
