// node ask.js <address> <library> <transport> <questions as JSON>: prints what the library made of each question, and
// what it sent: method, status, whether the text of the query was sent, whether its hash was.

import { buildSchema, isAbstractType } from "graphql";

const [address, library, transport, questions] = process.argv.slice(2);
const sent = [];

async function recording(input, options = {}) {
  const response = await fetch(input, options);
  const url = new URL(typeof input === "string" ? input : (input.url ?? input));
  const asked = options.body ? JSON.parse(options.body) : Object.fromEntries(url.searchParams);
  const hashed = JSON.stringify(asked.extensions ?? {}).includes("sha256Hash");
  sent.push([options.method ?? "GET", response.status, "query" in asked && asked.query ? "text" : "", hashed ? "hash" : ""]);
  return response;
}

const schema = buildSchema(await (await fetch(`${address}/schema.graphql`)).text());
const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
const possibleTypes = Object.fromEntries(
  abstract.map((one) => [one.name, schema.getPossibleTypes(one).map(({ name }) => name)]),
);
const { make } = await import(`./${library}.js`);
const ask = make(address, transport, { fetch: recording, possibleTypes });
const answers = [];
for (const [query, variables] of JSON.parse(questions)) {
  answers.push(await ask(query, variables));
}
process.stdout.write(JSON.stringify({ answers, sent }));
