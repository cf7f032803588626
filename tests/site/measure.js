// What test_measures.py asks of a page, at the width that the window has. Returns lists of places that break a rule.
() => {
  const root = document.documentElement;
  const found = { wide: [], targets: [], small: [], tight: [], long: [] };
  const name = (element) => {
    const own = element.className && typeof element.className === "string" ? "." + element.className.trim().replace(/\s+/g, ".") : "";
    return `${element.parentElement?.tagName.toLowerCase()} > ${element.tagName.toLowerCase()}${own} «${element.textContent.trim().slice(0, 40)}»`;
  };
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1 && !element.closest(".vh");
  };

  if (root.scrollWidth > root.clientWidth) {
    for (const element of document.body.querySelectorAll("*")) {
      if (element.getBoundingClientRect().right > root.clientWidth + 1) found.wide.push(name(element));
    }
    if (!found.wide.length) found.wide.push("the page itself");
  }

  // What a finger meets: the element, or the larger surface that stands for it.
  const surface = (element) => {
    const label = element.closest("label");
    const after = getComputedStyle(element, "::after");
    let meant = label && element.matches("input") ? label : element;
    if (after.content !== "none" && after.position === "absolute" && after.inset === "0px") {
      for (meant = element; meant && getComputedStyle(meant).position === "static"; ) meant = meant.parentElement;
    }
    return meant.getBoundingClientRect();
  };
  // A link among the words of a sentence may be as small as they are (WCAG 2.5.8, inline).
  const isInText = (element) => {
    const sentence = element.closest("p, li, dd, td, figcaption, caption");
    const rest = sentence ? sentence.textContent.replace(element.textContent, "").trim() : "";
    return getComputedStyle(element).display === "inline" && rest.length > 12;
  };
  for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (!isSeen(element) || isInText(element)) continue;
    const box = surface(element);
    if (box.height < 43.5 || box.width < 43.5) found.targets.push(`${Math.round(box.width)}×${Math.round(box.height)} ${name(element)}`);
  }

  // Words that are not the text itself may be 14 px: labels, dates, captions, hints.
  const LESSER = ".tag, .badge, .meta, .note, .hint, .updated, .files span, .facts dt, .prevnext span, figcaption, caption, blockquote footer, .n, .vh, .crumbs, .date";
  for (const element of document.querySelectorAll("main :is(p, li, dd, dt, td, th, summary > *, label)")) {
    if (!isSeen(element)) continue;
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!texts.length) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const lesser = element.closest(LESSER);
    if (size < (lesser ? 14 : 16)) found.small.push(`${size} px ${name(element)}`);
    if (element.matches("p, li, dd")) {
      const lines = new Map();
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest(".vh") || node.parentElement.closest("p, li, dd") !== element) continue;
        for (const word of node.data.matchAll(/\S+\s?/g)) {
          range.setStart(node, word.index);
          range.setEnd(node, word.index + word[0].trimEnd().length);
          const box = range.getBoundingClientRect();
          const line = Math.round(box.bottom / 8);
          lines.set(line, (lines.get(line) || 0) + word[0].length);
        }
      }
      // Large figures are no text to read.
      if (lines.size > 1 && !lesser && !element.matches(".lead, .figs dd") && parseFloat(style.lineHeight) / size < 1.5) found.tight.push(`${style.lineHeight} ${name(element)}`);
      const longest = Math.max(...lines.values());
      if (longest > 101) found.long.push(`${longest} characters ${name(element)}`);
    }
  }
  return found;
}
