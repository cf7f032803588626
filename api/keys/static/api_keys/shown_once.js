// Going back to the page of a new key must not show it again, not even from the browser's memory of the page.
window.addEventListener("pagehide", () => {
  for (const field of document.querySelectorAll("[data-shown-once]")) {
    field.value = "";
    field.setAttribute("value", "");
  }
});
