// Runs the public audit suite of graphql-http against the address given; prints one JSON array of what each audit found.
import { writeFileSync } from "node:fs";
import { serverAudits } from "graphql-http";

const [url, report, key] = process.argv.slice(2);
const fetchFn = (address, { headers, ...options } = {}) =>
  fetch(address, { ...options, headers: key ? { ...headers, authorization: `Bearer ${key}` } : headers });

const results = [];
for (const audit of serverAudits({ url, fetchFn })) {
  const result = await audit.fn();
  results.push({ id: audit.id, name: audit.name, status: result.status, reason: result.reason ?? null });
}
writeFileSync(report, JSON.stringify(results));
