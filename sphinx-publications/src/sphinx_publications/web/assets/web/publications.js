// Copying BibTeX and citations. Without this script the text can be selected and copied.
"use strict";

(() => {
  function offer(block) {
    const source = block.querySelector("pre, .publication-source");
    const text = source?.textContent ?? block.textContent.trim().replaceAll("\u00a0", " ");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "publication-copy";
    const words = JSON.parse(block.dataset.words ?? "{}");
    const say = (text) => words[text] ?? text;
    button.textContent = say("Copy");
    button.setAttribute("aria-label", block.dataset.label);
    const status = document.createElement("span");
    status.className = "publication-copied";
    status.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.trimEnd());
        status.textContent = say("Copied");
      } catch {
        status.textContent = say("Not copied: select the text instead");
      }
    });
    block.append(button, status);
  }

  // In a long list hardly any is opened.
  for (const block of document.querySelectorAll(
    ".publication-copyable:not(details:not([open]) *)",
  )) {
    offer(block);
  }
  const unoffered = ".publication-copyable:not(:has(button))";
  document.addEventListener(
    "toggle",
    ({ target }) => target.querySelectorAll(unoffered).forEach(offer),
    true,
  );
})();
