#ifndef CMEMORY_H
#define CMEMORY_H
// Advice on memory of our own: it changes how fast the memory is, never what it holds.
// What is wiped is zero, whatever the optimiser thinks of it.
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

/// Asks for large pages under a block that starts on one. Calls `madvise(2)`; without them the block
/// is as good, and slower.
static inline void cmemory_prefer_large_pages(void *block, size_t byte_count) {
  (void)madvise(block, byte_count, MADV_HUGEPAGE);
}

/// Sets a block to zeros, also in a debug build at the speed of memory.
static inline void cmemory_zero(void *block, size_t byte_count) { memset(block, 0, byte_count); }

/// Overwrites a block with zeros, also where nobody reads it any more.
static inline void cmemory_wipe(void *block, size_t byte_count) {
  memset(block, 0, byte_count);
  __asm__ volatile("" : : "r"(block) : "memory");
}

/// Whether two blocks hold the same bytes.
static inline bool cmemory_same(const void *one, const void *other, size_t byte_count) {
  return memcmp(one, other, byte_count) == 0;
}
#endif
