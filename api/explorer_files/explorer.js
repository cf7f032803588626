// Starts GraphiQL on this page. The schema is fetched once as a file, so introspection may be switched off.
"use strict";

const element = document.getElementById("explorer");
const { endpoint, schema } = element.dataset;

const example = `# The ten newest news items. Press Ctrl+Enter to run.
query NewestNews {
  news(first: 10, locale: pt) {
    totalCount
    nodes {
      title
      summary
      url
    }
  }
}
`;

async function ask(parameters, options) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      Accept: "application/graphql-response+json, application/json;q=0.9",
      "Content-Type": "application/json",
      ...(options && options.headers),
    },
    body: JSON.stringify(parameters),
    credentials: "omit",
  });
  return response.json();
}

async function start() {
  const answer = await fetch(schema, { credentials: "omit" });
  const explorer = React.createElement(GraphiQL, {
    fetcher: ask,
    schema: await answer.json(),
    defaultQuery: example,
    shouldPersistHeaders: false,
  });
  ReactDOM.render(explorer, element);
}

start();
