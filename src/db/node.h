/* db/node.h: a node's number belongs to one running program: ids made by two nodes with one number would be the same.
 *
 * On PostgreSQL the number is a lock of the server for as long as the connection lives, so a node that died gives it
 * back by dying; a thread takes it again when the connection was lost. On SQLite there is one program at a time, and
 * nothing to claim.
 */
#ifndef DB_NODE_H
#define DB_NODE_H

#include "db/db.h"

struct node;

/* Waits a few seconds for a predecessor that is just ending. ERR_CONFLICT "node.taken" when another node has the
 * number. *ret_node is NULL on SQLite and after an error. */
DB_USE struct err *node_claim(struct arena *a, struct str url, int number, struct node **ret_node);
void node_release(struct node *node); /* NULL is allowed */

#endif
