// A copy of the content that stays right: asked once for everything, then only for what changed since.

const EMPTY = { cursor: null, entries: {} };

/**
 * Brings a copy up to date and gives it back; save it whole, with its cursor. Start with no copy. `scope` is what you
 * keep: `{ types: ["NewsPage", "Topic"], locale: "pt" }`; with another scope start again without a copy.
 */
export async function sync(ask, copy = EMPTY, scope = {}) {
  let { cursor, entries } = { ...copy, entries: { ...copy.entries } };
  for (;;) {
    let feed;
    try {
      feed = (await ask("Changes", { ...scope, after: cursor, first: 50 })).changes;
    } catch (error) {
      // The cursor is older than what the API remembers. The old copy serves until the new one is whole.
      if (error.code === "CURSOR_EXPIRED" && cursor !== null) {
        return sync(ask, EMPTY, scope);
      }
      throw error; // Nothing was saved: the next try goes on from the cursor of the last whole copy.
    }
    for (const change of feed.changes) {
      if (change.what === "UPSERT") entries[change.id] = change.node;
      else delete entries[change.id]; // also of what you never had
    }
    cursor = feed.pageInfo.endCursor;
    if (!feed.pageInfo.hasNextPage) return { cursor, entries };
  }
}
