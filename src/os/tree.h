/* os/tree.h: files and folders as wholes: walked, copied with every byte shown, synced; and the room on their disk. */
#ifndef OS_TREE_H
#define OS_TREE_H

#include "core/err.h"
#include "core/list.h"

/* All plain files below a folder as paths relative to it, in the order of their bytes; none when there is no such
 * folder. Links and other odd things are left out. */
__attribute__((warn_unused_result)) struct err *tree_list(struct arena *a, struct str dir, struct list *ret_paths);
/* Nothing lies in that folder, or there is none. */
bool tree_is_empty(struct arena *a, struct str dir);
/* Removes a folder with all that is in it; one that is not there is fine. */
void tree_remove(struct arena *a, struct str dir);
/* Reads a file and shows each piece to `seen`; with a target (n > 0) writes it there too, mode as given, synced. A file
 * that grows meanwhile is taken up to the size it had at first. */
__attribute__((warn_unused_result)) struct err *tree_copy(struct arena *a, struct str from, struct str to, int mode,
                                                          void (*seen)(void *context, struct str bytes), void *context);
/* So that names made in it survive a power cut. */
void tree_sync(struct arena *a, struct str dir);
/* Bytes that an ordinary user may still write to the disk of that path, and its size; false when it cannot be known. */
bool tree_room(const char *path, int64_t *ret_free_bytes, int64_t *ret_size_bytes);

#endif
