// Apollo Client as its documentation sets it up.

import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, ServerError, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { createHash } from "node:crypto";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

export function make(uri, transport, { fetch, possibleTypes }) {
  const http = new HttpLink({ uri, fetch, useGETForQueries: transport === "get" });
  const hashes = new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
  const client = new ApolloClient({
    link: transport === "persisted" ? ApolloLink.from([hashes, http]) : http,
    cache: new InMemoryCache({ possibleTypes }),
  });
  return async (query, variables) => {
    const { data, error } = await client.query({ query: gql(query), variables, errorPolicy: "all" });
    return { data: data ?? null, ...told(error) };
  };
}

function told(error) {
  if (!error) return { codes: [] };
  if (CombinedGraphQLErrors.is(error)) return { codes: error.errors.map((one) => one.extensions.code) };
  if (ServerError.is(error)) return { codes: JSON.parse(error.bodyText).errors.map((one) => one.extensions.code) };
  throw error;
}
