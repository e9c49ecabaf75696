// Copying BibTeX and citations. Without this script the text can be selected and copied.
"use strict";

(() => {
  function offer(block) {
    const source = block.querySelector("pre, .publication-source");
    const text = source?.textContent ?? block.textContent.trim().replaceAll("\u00a0", " ");
    const button = document.createElement("button");
    button.className = "publication-copy";
    const words = JSON.parse(block.dataset.words ?? "{}");
    const say = (word) => words[word] ?? word;
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
  const copyable = ".publication-copyable:not(";
  document.querySelectorAll(`${copyable}details:not([open]) *)`).forEach(offer);
  document.addEventListener(
    "toggle",
    ({ target }) => target.querySelectorAll(`${copyable}:has(button))`).forEach(offer),
    true,
  );
})();
