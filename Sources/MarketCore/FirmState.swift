/// DefineFirm.state: Art. 24, 25.
enum FirmState: UInt8, BitwiseCopyable {
  case admitted = 1
  case suspended = 2
  case exited = 3
}
