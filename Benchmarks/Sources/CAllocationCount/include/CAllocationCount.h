#ifndef CALLOCATIONCOUNT_H
#define CALLOCATIONCOUNT_H
#include <stdint.h>
/// Allocations that the calling thread has made: malloc, calloc, realloc and the aligned ones.
uint64_t allocation_count(void);
#endif
