// urql as its documentation sets it up.

import { Client, cacheExchange, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";

export function make(url, transport, { fetch }) {
  const persisted = persistedExchange({ preferGetForPersistedQueries: true });
  const client = new Client({
    url,
    fetch,
    preferGetMethod: transport === "post" ? false : "force",
    exchanges: transport === "persisted" ? [cacheExchange, persisted, fetchExchange] : [cacheExchange, fetchExchange],
  });
  return async (query, variables) => {
    const { data, error } = await client.query(query, variables);
    return { data: data ?? null, codes: (error?.graphQLErrors ?? []).map((one) => one.extensions.code) };
  };
}
