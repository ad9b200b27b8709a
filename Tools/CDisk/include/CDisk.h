#ifndef CDISK_H
#define CDISK_H
// Calls of the system about files, seen by whoever simulates a disk. The definitions in CDisk.c stand in the place of
// libc's in every program that has this target; in a thread that nobody watches they do what libc's do.
#include <stddef.h>
#include <stdint.h>

enum cdisk_kind {
  cdisk_write = 0, cdisk_sync_data, cdisk_sync, cdisk_sync_all, cdisk_truncate, cdisk_allocate,
  cdisk_rename, cdisk_link, cdisk_unlink, cdisk_create, cdisk_make_directory,
};

struct cdisk_call {
  int kind;
  int file;
  const char *path, *other;
  const void *bytes;
  int64_t offset, count;
};

/// Told before a call is made: 0 lets it go on, an error number has it fail, -1 has it succeed undone.
typedef int (*cdisk_before)(void *context, const struct cdisk_call *call);
/// Told of each call that was made and has succeeded.
typedef void (*cdisk_after)(void *context, const struct cdisk_call *call);

/// Watches the calling thread's calls; without functions nobody does.
void cdisk_watch(cdisk_before before, cdisk_after after, void *context);
#endif
