// Apollo Client for LabX. Nothing here works around the API: leave out what you do not need.

import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from "@apollo/client";
import { ErrorLink } from "@apollo/client/link/error";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";
import { buildSchema, isAbstractType } from "graphql";
import { mergeMap, timer } from "rxjs";

/**
 * `address` is that of the endpoint: https://labx.gov.pt/graphql. `transport` is how queries are sent: "persisted" (the
 * hash of a query by GET; its text only once), "get" or "post". A `key` is only needed for what is not public.
 */
export async function makeClient(address, { transport = "persisted", key, fetch = globalThis.fetch } = {}) {
  const http = new HttpLink({
    uri: address,
    fetch,
    useGETForQueries: transport === "get",
    headers: key ? { Authorization: `Bearer ${key}` } : {},
  });
  const hashes = new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
  return new ApolloClient({
    link: ApolloLink.from(transport === "persisted" ? [patience(), hashes, http] : [patience(), http]),
    cache: new InMemoryCache({
      possibleTypes: await possibleTypes(address, fetch),
      typePolicies: { Query: { fields: { news: relayStylePagination(["locale", "order", "filter"]) } } },
    }),
    defaultOptions: { query: { errorPolicy: "all" }, watchQuery: { errorPolicy: "all" } },
  });
}

/** Waits where the budget of the minute is spent, and asks once more. The answer says how many seconds. */
function patience() {
  return new ErrorLink(({ error, operation, forward }) => {
    const refusal = CombinedGraphQLErrors.is(error) && error.errors[0].extensions;
    if (refusal?.code !== "BUDGET_EXCEEDED" || operation.getContext().waited) return;
    operation.setContext({ waited: true });
    return timer(refusal.seconds * 1000).pipe(mergeMap(() => forward(operation)));
  });
}

/** Which types an interface or union stands for; the cache needs it to match fragments. Made of the public schema. */
export async function possibleTypes(address, fetch = globalThis.fetch) {
  const schema = buildSchema(await (await fetch(`${address}/schema.graphql`)).text());
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  return Object.fromEntries(abstract.map((one) => [one.name, schema.getPossibleTypes(one).map(({ name }) => name)]));
}

async function sha256(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
