/// A member without size that keeps the value it belongs to in its place.
///
/// A value of several slabs is larger than what is passed in registers, and a method that only
/// borrows it would be given a copy of all their handles, made for the call. A value with this
/// member is passed by its address.
@frozen
@_rawLayout(size: 0, alignment: 1)
public struct InPlace: ~Copyable {
  public init() {}
}
