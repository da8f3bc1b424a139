/* os/file.h: the few things that are done with files outside the database. */
#ifndef OS_FILE_H
#define OS_FILE_H

#include "core/err.h"

/* Makes the directory and those above it; one that is there already is fine. Mode 0750. */
__attribute__((warn_unused_result)) struct err *file_make_dir(struct arena *a, struct str path);
bool file_exists(struct arena *a, struct str path);
/* Whole file into the arena; ERR_ABSENT when there is none, ERR_LIMIT above max_bytes. */
__attribute__((warn_unused_result)) struct err *file_read(struct arena *a, struct str path, size_t max_bytes,
                                                          struct str *ret_text);
/* Writes beside and renames, so that a reader sees the old or the new file whole; synced to disk. */
__attribute__((warn_unused_result)) struct err *file_write(struct arena *a, struct str path, struct str text, int mode);
/* Reads n secret bytes kept as hex digits; makes the file with random bytes (mode 0600) when it is not there. */
__attribute__((warn_unused_result)) struct err *file_secret(struct arena *a, struct str path, uint8_t *ret_bytes,
                                                            size_t n);

/* A file below `directory` that has no name and is gone with its descriptor, for what is too big for memory. */
__attribute__((warn_unused_result)) struct err *file_unnamed(struct arena *a, struct str directory, int *ret_fd);
__attribute__((warn_unused_result)) struct err *file_truncate(struct arena *a, int fd);
/* ERR_LIMIT "file.full" when the disk is full. */
__attribute__((warn_unused_result)) struct err *file_append(struct arena *a, int fd, struct str bytes);
__attribute__((warn_unused_result)) struct err *file_size(struct arena *a, int fd, int64_t *ret_bytes);
void file_close(int fd); /* a negative one is none */

#endif
