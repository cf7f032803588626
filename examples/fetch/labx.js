// The whole client: one function that asks a question. It works in Node.js from 20 on and in every browser.

const MOST_WAITS = 3; // for the next minute's budget
const MOST_KEPT = 500; // answers

/** What the API refused. `code` is one of the table in graphql/README.md, `errors` are as it sent them. */
export class LabxError extends Error {
  constructor(errors, status) {
    super(errors[0]?.message ?? `The API answered with status ${status}.`);
    this.code = errors[0]?.extensions?.code;
    this.errors = errors;
    this.status = status;
  }
}

/**
 * `address` is that of the endpoint: https://labx.gov.pt/graphql. `key` is only needed for what is not public; a key in
 * a web page can be read by everybody, so let it be one that is bound to your origin.
 *
 *     const ask = labx("https://labx.gov.pt/graphql");
 *     const { news } = await ask("NewsList", { locale: "pt", first: 5 });    // a stored operation, by GET
 *     const { page } = await ask("query { page(path: \"/pt/\") { title } }"); // your own, by POST
 */
export function labx(address, { key, fetch = globalThis.fetch } = {}) {
  const headers = { Accept: "application/graphql-response+json, application/json;q=0.9" };
  if (key) headers.Authorization = `Bearer ${key}`;
  const get = typeof window === "undefined" ? remembering(fetch) : fetch; // browsers remember by themselves

  return async function ask(operation, variables = {}) {
    for (let waits = 0; ; waits += 1) {
      const response = await send(operation, variables);
      if (response.status === 429 && waits < MOST_WAITS) {
        await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get("Retry-After") ?? 1)));
        continue;
      }
      // Where no JSON comes, something between us and the API (a proxy, a hotel's network) answered in its place.
      const answer = await response.json().catch(() => ({}));
      if (!answer.data) throw new LabxError(answer.errors ?? [], response.status);
      if (answer.errors) console.warn("A part of the answer is missing:", answer.errors);
      return answer.data;
    }
  };

  function send(operation, variables) {
    if (/^\w+$/.test(operation)) return get(`${address}/${operation}?${parameters(variables)}`, { headers });
    return fetch(address, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify({ query: operation, variables }),
    });
  }
}

/** Variables as plain parameters: a list is a parameter that is repeated, what is not given is left out. */
export function parameters(variables) {
  const given = Object.entries(variables).filter(([, value]) => value !== undefined && value !== null);
  return new URLSearchParams(given.flatMap(([name, value]) => [value].flat().map((one) => [name, one])));
}

/** A fetch that asks again only for what changed: an answer with an ETag is kept, "304 Not Modified" gives it again. */
function remembering(fetch) {
  const kept = new Map();
  return async (url, { headers }) => {
    const known = kept.get(url);
    const response = await fetch(url, { headers: known ? { ...headers, "If-None-Match": known.etag } : headers });
    if (response.status === 304) return new Response(known.text);
    if (response.status === 200 && response.headers.has("ETag")) {
      kept.delete(url);
      kept.set(url, { etag: response.headers.get("ETag"), text: await response.clone().text() });
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value); // the oldest
    }
    return response;
  };
}
