// HTML from what the API answered. Put your framework's components in its place; what to watch for stays the same.

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Whatever is filled into this template is escaped, except what `safe` says is HTML already. */
export function html(strings, ...values) {
  return safe(strings.reduce((done, string, place) => done + print(values[place - 1]) + string));
}

/** For html of rich text and of highlights: the API has cleaned it, links and images in it are resolved. */
export function safe(text) {
  return { html: text ?? "" };
}

function print(value) {
  if (value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return value.map(print).join("");
  return value.html ?? String(value).replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

export function newsList({ news }) {
  const { hasNextPage, endCursor } = news.pageInfo;
  return html`<h1>News</h1>
<ol class="news">${news.nodes.map(card)}
</ol>
${hasNextPage && html`<a rel="next" href="#/news?${new URLSearchParams({ after: endCursor })}">Older news</a>\n`}`;
}

function card(item) {
  const file = item.image?.rendition; // null for the seconds until a new image has its sizes
  return html`
  <li><a href="#/page${item.path}">${item.title}</a>
    <p>${item.summary}</p>${
      file && html`
    <img src="${file.url}" width="${file.width}" height="${file.height}" alt="${item.image.alt}" loading="lazy">`
    }</li>`;
}

export function pageDetail(page) {
  if (!page) return html`<h1>Nothing is published here</h1>\n`;
  return html`<article lang="${page.locale}">
<h1>${page.title}</h1>
<p>${page.summary}</p>
${(page.body ?? []).map(block)}</article>
`;
}

// One function for each kind of block that this app shows. A kind that is not here (one may come) is left out.
const BLOCKS = {
  HeadingBlock: ({ level, anchor, text }) => html`<h${level} id="${anchor}">${text}</h${level}>`,
  ParagraphsBlock: ({ richText }) => html`<div>${safe(richText.html)}</div>`,
  QuoteBlock: ({ text, who }) => html`<blockquote><p>${text}</p>${who && html`<footer>${who}</footer>`}</blockquote>`,
  ImageCaptionBlock: (one) => html`<figure>${picture(one)}<figcaption>${one.caption}</figcaption></figure>`,
  GalleryBlock: ({ images }) => html`<div class="gallery">${images.map(picture)}</div>`,
  // Its host learns of the reader when its player is shown: so a link.
  VideoEmbedBlock: ({ url, title }) => html`<p><a href="${url}">${title}</a></p>`,
  StepsBlock: ({ steps }) =>
    html`<ol>${steps.map((one) => html`<li><b>${one.title}</b>${safe(one.text?.html)}</li>`)}</ol>`,
  AccordionBlock: ({ panels }) =>
    panels.map((one) => html`<details><summary>${one.title}</summary>${safe(one.text.html)}</details>`),
  TableBlock: table,
  FiguresBlock: ({ figures }) =>
    html`<dl>${figures.map((one) => html`<dt>${one.caption}</dt><dd>${one.value} ${one.unit}</dd>`)}</dl>`,
  CallToActionBlock: ({ action, page, url }) => html`<p><a href="${page?.url ?? url}">${action}</a></p>`,
  DownloadsBlock: ({ documents }) => links(documents),
  RelatedPagesBlock: ({ pages }) => links(pages),
  CodeBlock: ({ code }) => html`<pre><code>${code}</code></pre>`,
};

function block(one) {
  return one.__typename in BLOCKS ? html`${BLOCKS[one.__typename](one)}\n` : "";
}

function picture({ image, altText, decorative }) {
  if (!image) return "";
  const alt = decorative ? "" : altText || image.alt;
  return html`<img src="${image.url}" width="${image.width}" height="${image.height}" alt="${alt}" loading="lazy">`;
}

function table({ caption, headerRow, headerColumn, rows }) {
  const cell = (text, place) => (headerColumn && place === 0 ? html`<th>${text}</th>` : html`<td>${text}</td>`);
  return html`<table><caption>${caption}</caption>
<tr>${headerRow.map((text) => html`<th>${text}</th>`)}</tr>
${rows.map(({ cells }) => html`<tr>${cells.map(cell)}</tr>\n`)}</table>`;
}

function links(targets) {
  return html`<ul>${targets.map(({ url, title }) => html`<li><a href="${url}">${title}</a></li>`)}</ul>`;
}

export function searchResults({ search }, asked) {
  const { hasNextPage, endCursor } = search.pageInfo;
  const address = (change) => `#/search?${new URLSearchParams({ ...asked, ...change })}`;
  return html`<h1>${search.totalCount} found</h1>
<ol class="hits">${search.nodes.map(
    (hit) => html`
  <li><a href="#/page${hit.page.path}">${safe(hit.title.html)}</a>${hit.snippet && html` ${safe(hit.snippet.html)}`}</li>`,
  )}
</ol>
${search.facets.map(
  (facet) => html`<h2>${facet.name}</h2>
<ul>${facet.values.map(
    (one) => html`
  <li><a href="${address({ [facet.name]: one.value })}">${one.label}</a> (${one.count})</li>`,
  )}
</ul>
`,
)}${hasNextPage && html`<a rel="next" href="${address({ after: endCursor })}">More</a>\n`}`;
}

export function copyOfNews(copy) {
  const titles = Object.values(copy.entries).map((entry) => entry.title ?? entry.name);
  return html`<h1>${titles.length} kept</h1>
<ul>${titles.sort().map((title) => html`<li>${title}</li>`)}</ul>
`;
}
