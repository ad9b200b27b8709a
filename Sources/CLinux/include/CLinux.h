#ifndef CLINUX_H
#define CLINUX_H
// What Glibc's Swift module does not show. No logic.
#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Pins the calling thread to one processor. Calls `sched_setaffinity(2)`.
static inline int clinux_pin_thread(unsigned cpu) {
  unsigned long mask[16] = {0};
  if (cpu >= 1024) { errno = EINVAL; return -1; }
  mask[cpu / 64] |= 1ul << (cpu % 64);
  return (int)syscall(SYS_sched_setaffinity, 0, sizeof mask, mask);
}

/// Keeps the calling thread, and threads that it will begin, off one processor, if there is another one.
/// Calls `sched_setaffinity(2)`.
static inline void clinux_leave_processor(unsigned cpu) {
  unsigned long mask[16] = {0}, others = 0;
  if (cpu >= 1024 || syscall(SYS_sched_getaffinity, 0, sizeof mask, mask) < 0) return;
  mask[cpu / 64] &= ~(1ul << (cpu % 64));
  for (int i = 0; i < 16; i++) others |= mask[i];
  if (others) syscall(SYS_sched_setaffinity, 0, sizeof mask, mask);
}

/// A file in memory, without a name, closed on exec. Calls `memfd_create(2)`.
static inline int clinux_memory_file(const char *name) { return (int)syscall(SYS_memfd_create, name, 1u); }

/// The number of processors this process may run on. Calls `sched_getaffinity(2)`.
static inline int clinux_processor_count(void) {
  unsigned long mask[16] = {0};
  if (syscall(SYS_sched_getaffinity, 0, sizeof mask, mask) < 0) return 1;
  int count = 0;
  for (int i = 0; i < 16; i++) count += __builtin_popcountl(mask[i]);
  return count;
}

/// Takes the next waiting connection, non-blocking and closed on exec. Calls `accept4(2)`.
static inline int clinux_accept(int listener, struct sockaddr *address, socklen_t *length) {
  return (int)syscall(SYS_accept4, listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

/// Who is at the other end of a Unix domain socket.
struct clinux_credentials { int pid; unsigned uid, gid; };

/// Asks for that. Calls `getsockopt(2)` with SO_PEERCRED.
static inline int clinux_peer(int socket, struct clinux_credentials *credentials) {
  socklen_t length = sizeof *credentials;
  return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, credentials, &length);
}

/// Names the calling thread, 15 bytes at most. Calls `prctl(2)`.
static inline void clinux_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

/// Lets the calling thread alone give way to others, 0 to 19. Calls `setpriority(2)`.
static inline int clinux_give_way(int nice) { return setpriority(PRIO_PROCESS, 0, nice); }

/// Has the calling thread ask for the processor in slices of so many nanoseconds: who asks for shorter ones
/// than the thread that runs goes before it at once where it wakes (Linux 6.12 and later; others don't
/// look). Keeps the nice value. Calls `sched_setattr(2)`.
static inline int clinux_slice(unsigned long long nanoseconds) {
  struct { unsigned size, policy; unsigned long long flags; int nice; unsigned priority;
           unsigned long long runtime, deadline, period; } attributes = {
      .size = sizeof attributes, .nice = getpriority(PRIO_PROCESS, 0), .runtime = nanoseconds};
  return (int)syscall(SYS_sched_setattr, 0, &attributes, 0);
}

/// Begins to write a part of a file to the disk, without waiting. Calls `sync_file_range(2)`.
static inline int clinux_start_writing(int file, long long offset, long long count) {
  const unsigned write_only = 2;  // SYNC_FILE_RANGE_WRITE
  return (int)syscall(SYS_sync_file_range, file, offset, count, write_only);
}

/// Brings everything that was written to a file's file system to the disk. Calls `syncfs(2)`.
static inline int clinux_sync_file_system(int file) { return (int)syscall(SYS_syncfs, file); }

/// Lets this process have `most` descriptors, or as many as it may where that is fewer; how many it now
/// may have, -1 where that is not known. Calls `setrlimit(2)`.
static inline long long clinux_limit_descriptors(long long most) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
  limit.rlim_cur = (rlim_t)most < limit.rlim_max ? (rlim_t)most : limit.rlim_max;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? (long long)limit.rlim_cur : -1;
}

/// Lets another thread run. Calls `sched_yield(2)`.
static inline void clinux_yield(void) { syscall(SYS_sched_yield); }

/// Tells the processor that this is a spin loop.
static inline void clinux_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}
#endif
