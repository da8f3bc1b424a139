/* app/backup/backup.h: `tongke backup`, `tongke restore` and `tongke move`.
 *
 * A backup is a folder that needs no program to be checked: SHA256SUMS in the form of sha256sum, tongke.db (always a
 * SQLite file, also when the data came from PostgreSQL, so that it can be brought back to either), secret.key, media/
 * and what else lay in the data directory. It is made beside its name and renamed when it is whole and on disk.
 * The commands print what they do and return what went wrong.
 */
#ifndef APP_BACKUP_BACKUP_H
#define APP_BACKUP_BACKUP_H

#include "app/config.h"

__attribute__((warn_unused_result)) struct err *backup_command(struct arena *a, struct settings *settings,
                                                               enum lang lang, int argc, char **argv);
__attribute__((warn_unused_result)) struct err *restore_command(struct arena *a, struct settings *settings,
                                                                enum lang lang, int argc, char **argv);
__attribute__((warn_unused_result)) struct err *move_command(struct arena *a, struct settings *settings, enum lang lang,
                                                             int argc, char **argv);

#endif
