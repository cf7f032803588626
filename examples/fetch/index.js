// node index.js <address> [what] [--locale en] [--copy copy.json]: prints HTML. LABX_KEY may hold a key.

import { readFile, rename, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { labx } from "./labx.js";
import { show } from "./show.js";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { locale: { type: "string", default: "pt" }, copy: { type: "string", default: "copy.json" } },
});
const [address = "http://127.0.0.1:8000/graphql", what = "/news"] = positionals;

const store = {
  async load() {
    try {
      return JSON.parse(await readFile(values.copy, "utf8"));
    } catch (error) {
      if (error.code === "ENOENT") return undefined;
      throw error;
    }
  },
  async save(copy) {
    await writeFile(`${values.copy}.new`, JSON.stringify(copy));
    await rename(`${values.copy}.new`, values.copy); // whole or not at all
  },
};

try {
  process.stdout.write(
    await show(labx(address, { key: process.env.LABX_KEY }), what, { locale: values.locale, store }),
  );
} catch (error) {
  console.error(`${error.code ?? "ERROR"}: ${error.message}`);
  process.exitCode = 1;
}
