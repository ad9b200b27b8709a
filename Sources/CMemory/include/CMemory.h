#ifndef CMEMORY_H
#define CMEMORY_H
// Advice on memory of our own: it changes how fast the memory is, never what it holds.
#include <stddef.h>
#include <sys/mman.h>

/// Asks for large pages under a block that starts on one. Calls `madvise(2)`; without them the block
/// is as good, and slower.
static inline void cmemory_prefer_large_pages(void *block, size_t byte_count) {
  (void)madvise(block, byte_count, MADV_HUGEPAGE);
}
#endif
