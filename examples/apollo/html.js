// HTML from what the cache holds. Put your framework's components in its place.

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Whatever is filled into this template is escaped, except what `safe` says is HTML already. */
export function html(strings, ...values) {
  return safe(strings.reduce((done, string, place) => done + print(values[place - 1]) + string));
}

/** For html of rich text and of highlights: the API has cleaned it. */
export function safe(text) {
  return { html: text ?? "" };
}

function print(value) {
  if (value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return value.map(print).join("");
  return value.html ?? String(value).replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

export function newsList({ edges, totalCount }) {
  return html`<h1>${edges.length} of ${totalCount} news</h1>
<ol class="news">${edges.map(
    ({ node }) => html`
  <li><a href="${node.path}">${node.title}</a>
    <p>${node.summary}</p></li>`,
  )}
</ol>
`;
}

export function pageDetail(page) {
  if (!page) return html`<h1>Nothing is published here</h1>\n`;
  return html`<article lang="${page.locale}">
<h1>${page.title}</h1>
<p>${page.summary}</p>
${page.body.map((one) => one.__typename in BLOCKS && html`${BLOCKS[one.__typename](one)}\n`)}</article>
`;
}

// One function for each kind of block that this app shows; examples/fetch/html.js has all. Others are left out.
const BLOCKS = {
  HeadingBlock: ({ level, anchor, text }) => html`<h${level} id="${anchor}">${text}</h${level}>`,
  ParagraphsBlock: ({ richText }) => html`<div>${safe(richText.html)}</div>`,
  QuoteBlock: ({ text, who }) => html`<blockquote><p>${text}</p>${who && html`<footer>${who}</footer>`}</blockquote>`,
  ImageCaptionBlock: ({ image, altText, decorative, caption }) =>
    image &&
    html`<figure><img src="${image.url}" width="${image.width}" height="${image.height}" alt="${
      decorative ? "" : altText || image.alt
    }"><figcaption>${caption}</figcaption></figure>`,
  TableBlock: ({ caption, headerRow, rows }) => html`<table><caption>${caption}</caption>
<tr>${headerRow.map((text) => html`<th>${text}</th>`)}</tr>
${rows.map(({ cells }) => html`<tr>${cells.map((text) => html`<td>${text}</td>`)}</tr>\n`)}</table>`,
  RelatedPagesBlock: ({ pages }) =>
    html`<ul>${pages.map(({ path, title }) => html`<li><a href="${path}">${title}</a></li>`)}</ul>`,
};

export function searchResults({ totalCount, nodes, facets }) {
  return html`<h1>${totalCount} found</h1>
<ol class="hits">${nodes.map(
    ({ page, title, snippet }) => html`
  <li><a href="${page.path}">${safe(title.html)}</a> ${safe(snippet?.html)}</li>`,
  )}
</ol>
${facets.map(
  ({ name, values }) => html`<h2>${name}</h2>
<ul>${values.map(({ value, label, count }) => html`<li><a href="?${name}=${value}">${label}</a> (${count})</li>`)}</ul>
`,
)}`;
}

export function titles(entries) {
  return html`<h1>${Object.keys(entries).length} kept</h1>
<ul>${Object.values(entries)
    .map(({ title }) => title)
    .sort()
    .map((title) => html`<li>${title}</li>`)}</ul>
`;
}
