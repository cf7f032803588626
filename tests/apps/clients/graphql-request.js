// graphql-request as its documentation sets it up; it knows no persisted queries.

import { ClientError, GraphQLClient } from "graphql-request";

export function make(url, transport, { fetch }) {
  const client = new GraphQLClient(url, { fetch, method: transport === "get" ? "GET" : "POST", jsonSerializer: JSON });
  return async (query, variables) => {
    try {
      return { data: await client.request(query, variables), codes: [] };
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      return { data: error.response.data ?? null, codes: error.response.errors.map((one) => one.extensions.code) };
    }
  };
}
