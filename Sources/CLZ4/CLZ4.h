// The frame format of the system's liblz4. No logic.
#ifndef CANGDAN_CLZ4_H
#define CANGDAN_CLZ4_H
#include <lz4frame.h>
#endif
