// The page in the browser: index.html?api=http://127.0.0.1:8000/graphql&locale=en, then addresses behind the #.

import { labx } from "./labx.js";
import { show } from "./show.js";

const options = new URLSearchParams(location.search);
const ask = labx(options.get("api") ?? "http://127.0.0.1:8000/graphql");
const locale = options.get("locale") ?? "pt";
const store = {
  load: () => JSON.parse(localStorage.getItem(`labx-${locale}`) ?? "null") ?? undefined,
  save: (copy) => localStorage.setItem(`labx-${locale}`, JSON.stringify(copy)),
};
const main = document.querySelector("main");

async function draw() {
  const address = location.hash.slice(1);
  let page;
  try {
    page = await show(ask, address, { locale, store });
  } catch (error) {
    main.textContent = `${error.code ?? "Error"}: ${error.message}`;
    return;
  }
  if (address === location.hash.slice(1)) main.innerHTML = page; // else somebody went on meanwhile
}

document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  location.hash = `/search?${new URLSearchParams(new FormData(event.target))}`;
});
addEventListener("hashchange", draw);
draw();
