// What stands at an address of this app, as HTML. The command line and the page in the browser both come here.

import { copyOfNews, html, newsList, pageDetail, searchResults } from "./html.js";
import { preview } from "./preview.js";
import { sync } from "./sync.js";

/**
 * `/news?after=…`, `/page/pt/noticias/…`, `/search?query=…&topics=…`, `/preview/<token>`, `/sync`. `store` keeps the copy:
 * `{ load, save }`.
 */
export async function show(ask, address, { locale = "pt", store }) {
  const [path, query = ""] = address.split("?");
  const asked = Object.fromEntries(new URLSearchParams(query));
  const [, what, ...rest] = path.split("/");
  switch (what) {
    case "page":
      return pageDetail((await ask("PageDetail", { path: `/${rest.join("/")}` })).page).html;
    case "search":
      return searchResults(await ask("Search", { locale, first: 10, ...asked }), asked).html;
    case "preview":
      return pageDetail(await preview(ask, rest[0])).html;
    case "sync": {
      const copy = await sync(ask, await store.load(), { types: ["NewsPage"], locale });
      await store.save(copy);
      return copyOfNews(copy).html;
    }
    case "":
    case "news":
    case undefined:
      return newsList(await ask("NewsList", { locale, first: 5, ...asked })).html;
    default:
      return html`<h1>No such page: ${what}</h1>\n`.html;
  }
}
