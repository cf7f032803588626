// A copy of the news that stays right: asked once for everything, then only for what changed since.

import { CombinedGraphQLErrors } from "@apollo/client";
import { CHANGES } from "./documents.js";

const EMPTY = { cursor: null, entries: {} };

/** Brings a copy up to date and gives it back; save it whole, with its cursor. Start with no copy. */
export async function sync(client, locale, copy = EMPTY) {
  let { cursor, entries } = { ...copy, entries: { ...copy.entries } };
  for (;;) {
    let feed;
    try {
      const asked = { query: CHANGES, variables: { after: cursor, locale }, fetchPolicy: "no-cache", errorPolicy: "none" };
      feed = (await client.query(asked)).data.changes;
    } catch (error) {
      // The cursor is older than what the API remembers. The old copy serves until the new one is whole.
      const expired = CombinedGraphQLErrors.is(error) && error.errors[0].extensions.code === "CURSOR_EXPIRED";
      if (expired && cursor !== null) return sync(client, locale);
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
