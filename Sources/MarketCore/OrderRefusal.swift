import Market

/// Why an order is refused, and what `OrderReject` cannot say alone.
struct OrderRefusal: Error {
  let reject: OrderReject
  let detail: Int64

  init(_ reject: OrderReject, detail: Int64 = 0) {
    self.reject = reject
    self.detail = detail
  }
}
