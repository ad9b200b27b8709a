// The order book as textbooks have it, to measure ours against: a std::map of price levels per
// side, a std::list of orders per level, and a std::unordered_map from id to order.
//
// usage: textbook STREAM rate|latency|events
// Reads a stream as BOOK_WORKLOAD.md describes it, applies its prefill untimed and its commands
// timed, and prints one "name value" per line. `latency` stamps one command in 64; `events` writes
// the records that our books write, bit for bit.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <list>
#include <map>
#include <unordered_map>
#include <vector>

#include "textbook_records.h"

struct Command {
  uint8_t type;
  uint8_t side;
  uint16_t instrument;
  uint32_t id;
  int32_t price;
  uint32_t quantity;
};
static_assert(sizeof(Command) == 16, "as in the file");

enum Type : uint8_t { kNew = 0, kCancel = 1, kReduce = 2, kReprice = 3 };

struct Order {
  uint32_t id;
  uint32_t quantity;
};

struct Level {
  std::list<Order> orders;
  // What its orders have together; kept where events are written.
  uint64_t lots = 0;
};

struct Book {
  std::map<int32_t, Level, std::greater<int32_t>> bids;
  std::map<int32_t, Level> asks;
};

struct Place {
  uint16_t instrument;
  uint8_t side;
  int32_t price;
  std::list<Order>::iterator order;
};

template <bool kWrites>
class Engine {
 public:
  explicit Engine(size_t instruments) : books_(instruments), records_(kWrites ? instruments : 0) {}

  uint64_t fills = 0;
  uint64_t notional = 0;
  uint64_t hash = 0xcbf29ce484222325u;

  size_t live() const { return places_.size(); }
  const Records& records() const { return records_; }

  // No more commands come.
  void finish() {
    if constexpr (kWrites) records_.seal();
  }

  void apply(const Command& command) {
    if constexpr (kWrites) records_.begin();
    switch (command.type) {
      case kNew:
        enter(command);
        break;
      case kCancel:
        remove(places_.find(command.id));
        break;
      case kReduce:
        reduce(places_.find(command.id)->second, command);
        break;
      case kReprice: {
        auto found = places_.find(command.id);
        Place place = found->second;
        const Order order = *place.order;
        erase(place);
        place.price = command.price;
        found->second = rest(place, order);
        break;
      }
    }
    if constexpr (kWrites) records_.end();
  }

 private:
  std::vector<Book> books_;
  std::unordered_map<uint32_t, Place> places_;
  Records records_;

  void enter(const Command& command) {
    Book& book = books_[command.instrument];
    uint32_t left = command.side == 0
                        ? match(book.asks, command, [&](int32_t p) { return p <= command.price; })
                        : match(book.bids, command, [&](int32_t p) { return p >= command.price; });
    if (left == 0) return;
    const Place place{command.instrument, command.side, command.price, {}};
    places_.emplace(command.id, rest(place, Order{command.id, left}));
  }

  template <class Side, class Crosses>
  uint32_t match(Side& side, const Command& command, Crosses crosses) {
    uint32_t left = command.quantity;
    while (left > 0 && !side.empty() && crosses(side.begin()->first)) {
      const auto best = side.begin();
      Level& level = best->second;
      while (left > 0 && !level.orders.empty()) {
        Order& maker = level.orders.front();
        const Order before = maker;
        const uint32_t traded = std::min(left, maker.quantity);
        count(maker.id, best->first, traded);
        left -= traded;
        maker.quantity -= traded;
        if (maker.quantity == 0) {
          places_.erase(maker.id);
          level.orders.pop_front();
        }
        if constexpr (kWrites) tellFill(command, best->first, level, before, traded);
      }
      if (level.orders.empty()) side.erase(best);
    }
    return left;
  }

  void count(uint32_t maker, int32_t price, uint32_t quantity) {
    const uint64_t p = static_cast<uint32_t>(price);
    fills += 1;
    notional += p * quantity;
    hash = (hash ^ maker) * 0x100000001b3u;
    hash = (hash ^ (p << 32 | quantity)) * 0x100000001b3u;
  }

  void tellFill(const Command& command, int32_t price, Level& level, Order maker, uint32_t traded) {
    level.lots -= traded;
    records_.traded(command.instrument, command.side, price, traded, command.id, maker.id);
    const uint32_t left = maker.quantity - traded;
    tell(command.instrument, command.side ^ 1, price, level, {maker.id, left},
         left == 0 ? Action::kDelete : Action::kChange);
  }

  void tell(uint16_t instrument, uint8_t side, int32_t price, const Level& level, Order order,
            Action action) {
    records_.changed(instrument, side, price, order.id, order.quantity,
                     static_cast<uint32_t>(level.lots),
                     static_cast<uint32_t>(level.orders.size()), action);
  }

  Place rest(Place place, const Order& order) {
    Book& book = books_[place.instrument];
    Level& level = place.side == 0 ? book.bids[place.price] : book.asks[place.price];
    place.order = level.orders.insert(level.orders.end(), order);
    if constexpr (kWrites) {
      level.lots += order.quantity;
      tell(place.instrument, place.side, place.price, level, order, Action::kNew);
    }
    return place;
  }

  void reduce(const Place& place, const Command& command) {
    place.order->quantity -= command.quantity;
    if constexpr (kWrites) {
      Book& book = books_[place.instrument];
      Level& level = place.side == 0 ? book.bids[place.price] : book.asks[place.price];
      level.lots -= command.quantity;
      tell(place.instrument, place.side, place.price, level, *place.order, Action::kChange);
    }
  }

  void remove(std::unordered_map<uint32_t, Place>::iterator found) {
    erase(found->second);
    places_.erase(found);
  }

  void erase(const Place& place) {
    Book& book = books_[place.instrument];
    if (place.side == 0) {
      eraseFrom(book.bids, place);
    } else {
      eraseFrom(book.asks, place);
    }
  }

  template <class Side>
  void eraseFrom(Side& side, const Place& place) {
    const auto found = side.find(place.price);
    Level& level = found->second;
    const Order order = *place.order;
    level.orders.erase(place.order);
    if constexpr (kWrites) {
      level.lots -= order.quantity;
      tell(place.instrument, place.side, place.price, level, {order.id, 0}, Action::kDelete);
    }
    if (level.orders.empty()) side.erase(found);
  }
};

static uint64_t nanoseconds() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                   std::chrono::steady_clock::now().time_since_epoch())
                                   .count());
}

// Of the processor, which it does not share with others while it counts.
static uint64_t processorNanoseconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1000000000u + static_cast<uint64_t>(time.tv_nsec);
}

static void print(const char* name, uint64_t value) {
  std::printf("%s %llu\n", name, static_cast<unsigned long long>(value));
}

static bool load(const char* path, uint32_t (&header)[8], std::vector<Command>& commands) {
  FILE* file = std::fopen(path, "rb");
  if (!file) return false;
  bool good = std::fread(header, sizeof header, 1, file) == 1 && header[0] == 0x3157454du;
  if (good) {
    commands.resize(static_cast<size_t>(header[2]) + header[3]);
    good = std::fread(commands.data(), sizeof(Command), commands.size(), file) == commands.size();
  }
  std::fclose(file);
  return good;
}

template <bool kWrites>
static void run(const uint32_t (&header)[8], const std::vector<Command>& commands, bool sampling) {
  const size_t prefill = header[2];
  Engine<kWrites> engine(header[1]);
  for (size_t i = 0; i < prefill; ++i) engine.apply(commands[i]);
  std::vector<uint64_t> samples;
  samples.reserve(commands.size() / 64 + 1);
  const uint64_t start = processorNanoseconds();
  for (size_t i = prefill; i < commands.size(); ++i) {
    if (sampling && i % 64 == 0) {
      const uint64_t before = nanoseconds();
      engine.apply(commands[i]);
      samples.push_back(nanoseconds() - before);
    } else {
      engine.apply(commands[i]);
    }
  }
  engine.finish();
  print("nanoseconds", processorNanoseconds() - start);
  print("fills", engine.fills);
  print("notional", engine.notional);
  print("fillHash", engine.hash);
  print("live", engine.live());
  print("events", engine.records().count());
  print("eventCRC", engine.records().crc());
  if (samples.empty()) return;
  std::sort(samples.begin(), samples.end());
  const auto at = [&](double p) { return samples[static_cast<size_t>(p * (samples.size() - 1))]; };
  print("p50", at(0.5));
  print("p99", at(0.99));
  print("p999", at(0.999));
  print("max", at(1));
}

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const bool sampling = std::strcmp(arguments[2], "latency") == 0;
  uint32_t header[8];
  std::vector<Command> commands;
  if (!load(arguments[1], header, commands)) return 1;
  if (std::strcmp(arguments[2], "events") == 0) {
    run<true>(header, commands, sampling);
  } else {
    run<false>(header, commands, sampling);
  }
  return 0;
}
