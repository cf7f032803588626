// node index.js <address> <news|page|search|sync|preview> [what] [--transport persisted|get|post] …: prints HTML.

import { readFile, rename, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { CombinedGraphQLErrors } from "@apollo/client";
import { filter, firstValueFrom } from "rxjs";
import { makeClient } from "./client.js";
import { NEWS, PAGE, PREVIEW, SEARCH } from "./documents.js";
import { newsList, pageDetail, searchResults, titles } from "./html.js";
import { sync } from "./sync.js";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    transport: { type: "string", default: "persisted" },
    locale: { type: "string", default: "pt" },
    first: { type: "string", default: "5" },
    pages: { type: "string", default: "1" },
    topic: { type: "string", multiple: true, default: [] },
    copy: { type: "string", default: "copy.json" },
  },
});
const [address = "http://127.0.0.1:8000/graphql", what = "news", subject] = positionals;
const { locale, transport } = values;
const key = process.env.LABX_KEY;

const shows = {
  /** Page after page, each asked for by the cursor of the one before; the cache joins them to one list. */
  async news(client) {
    const list = client.watchQuery({ query: NEWS, variables: { locale, first: Number(values.first) } });
    let { data } = await firstValueFrom(list.pipe(filter((result) => !result.loading)));
    for (let page = 1; page < Number(values.pages) && data.news.pageInfo.hasNextPage; page += 1) {
      await list.fetchMore({ variables: { after: data.news.pageInfo.endCursor } });
      ({ data } = list.getCurrentResult());
    }
    return newsList(data.news);
  },
  async page(client) {
    return pageDetail((await client.query({ query: PAGE, variables: { path: subject, locale } })).data.page);
  },
  async search(client) {
    const variables = { query: subject, locale, filter: { topics: values.topic } };
    const { data, error } = await client.query({ query: SEARCH, variables });
    if (!data) throw error; // one that is too long is refused, and says so in the reader's language
    return searchResults(data.search);
  },
  async sync(client) {
    const before = await readFile(values.copy, "utf8").then(JSON.parse, () => undefined);
    const copy = await sync(client, locale, before);
    await writeFile(`${values.copy}.new`, JSON.stringify(copy));
    await rename(`${values.copy}.new`, values.copy); // whole or not at all
    return titles(copy.entries);
  },
  /** A draft has the id of its page: kept out of the cache, it is not taken for what is published. */
  async preview(client) {
    const asked = { query: PREVIEW, variables: { token: subject, locale }, fetchPolicy: "no-cache" };
    return pageDetail((await client.query(asked)).data.preview);
  },
};

try {
  // By POST a token stands in no log of addresses.
  const client = await makeClient(address, { transport: what === "preview" ? "post" : transport, key });
  process.stdout.write((await shows[what](client)).html);
} catch (error) {
  console.error(CombinedGraphQLErrors.is(error) ? `${error.errors[0].extensions.code}: ${error.message}` : error);
  process.exitCode = 1;
}
