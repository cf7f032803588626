// Starts GraphiQL on this page: the schema and the examples as files, a key for who has one, links that can be shared.
"use strict";

const element = document.getElementById("explorer");
const words = JSON.parse(document.getElementById("words").textContent);
const { endpoint, schema, examples, nonce } = element.dataset;
const key = document.getElementById("key");
const status = document.getElementById("status");
const h = React.createElement;

// GraphiQL's dialogs make a <style> element; the page's policy allows none without its nonce.
const createElement = document.createElement.bind(document);
document.createElement = (name, options) => {
  const made = createElement(name, options);
  if (made instanceof HTMLStyleElement) made.nonce = nonce;
  return made;
};

// What stands in the editor, for the link. Behind the #: there it stands in no log, and may be long.
const edited = { query: "", variables: "", operationName: "" };

function noteEdited(change) {
  Object.assign(edited, change);
  const given = Object.entries(edited).filter(([, value]) => value);
  history.replaceState(null, "", given.length ? `#${new URLSearchParams(given)}` : location.pathname);
}

function fromAddress() {
  const given = new URLSearchParams(location.hash.slice(1) || location.search);
  return { query: given.get("query"), variables: given.get("variables"), operationName: given.get("operationName") };
}

async function ask(parameters, options) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      Accept: "application/graphql-response+json, application/json;q=0.9",
      "Content-Type": "application/json",
      ...(key.value ? { Authorization: `Bearer ${key.value.trim()}` } : {}),
      ...(options && options.headers),
    },
    body: JSON.stringify(parameters),
    credentials: "omit",
  });
  return response.json();
}

// The list of examples, beside GraphiQL's own documentation and history.
function Examples({ ready }) {
  const { queryEditor, variableEditor } = GraphiQL.React.useEditorContext({ nonNull: true });

  function open(example) {
    const variables = Object.keys(example.variables).length ? JSON.stringify(example.variables, null, 2) : "";
    queryEditor.setValue(example.query);
    Object.assign(queryEditor, { operationName: example.name, operations: null }); // GraphiQL looks a moment later
    variableEditor.setValue(variables);
    queryEditor.focus();
  }

  const group = (title, list) => [
    h("h3", { key: title }, title),
    h("ul", { key: `${title} list` }, list.map((example) =>
      h("li", { key: example.name },
        h("button", { type: "button", onClick: () => open(example) },
          h("b", null, example.name), h("span", null, example.about))))),
  ];
  return h("section", { className: "examples", "aria-label": words.examples },
    h("div", { className: "graphiql-doc-explorer-title" }, words.examples),
    h("p", null, words.hint), group(words.guide, ready.guide), group(words.stored, ready.stored));
}

function bulb() {
  const path = "M9 18h6M10 21h4M12 3a6 6 0 0 0-4 10.5c.7.7 1 1.5 1 2.5h6c0-1 .3-1.8 1-2.5A6 6 0 0 0 12 3z";
  return h("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 1.5 }, h("path", { d: path }));
}

document.getElementById("link").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    status.textContent = words.copied;
  } catch {
    status.textContent = words.notCopied;
  }
});

async function start() {
  const read = async (address) => (await fetch(address, { credentials: "omit" })).json();
  const [introspection, ready] = await Promise.all([read(schema), read(examples)]);
  const given = fromAddress();
  const first = ready.guide[0];
  Object.assign(edited, given);
  const explorer = h(GraphiQL, {
    fetcher: ask,
    schema: introspection,
    defaultQuery: first ? first.query : "",
    ...(given.query ? { query: given.query, variables: given.variables || "", operationName: given.operationName } : {}),
    defaultEditorToolsVisibility: "variables",
    visiblePlugin: words.examples,
    onTogglePluginVisibility: () => {
      element.querySelector(".graphiql-plugin").scrollTop = 0; // GraphiQL shows each where the one before was left
    },
    plugins: [{ title: words.examples, icon: bulb, content: () => h(Examples, { ready }) }],
    onEditQuery: (query) => noteEdited({ query }),
    onEditVariables: (variables) => noteEdited({ variables }),
    onEditOperationName: (operationName) => noteEdited({ operationName }),
    shouldPersistHeaders: false,
  });
  ReactDOM.render(explorer, element);
}

start().catch(() => {
  element.textContent = words.failed;
});
