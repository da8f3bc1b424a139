#include "os/random.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/types.h>

void random_bytes(void *ret_bytes, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t k = getrandom((char *)ret_bytes + done, n - done, 0);
        if (k < 0 && errno != EINTR) abort();
        if (k > 0) done += (size_t)k;
    }
}
