// Copying BibTeX and citations. Without this script the text can be selected and copied.
"use strict";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest(".publication-copy");
  if (!button) return;
  const block = button.parentElement;
  const source = block.querySelector("pre, .publication-source");
  const text = source?.textContent ?? block.querySelector("p").textContent.replaceAll("\u00a0", " ");
  const words = JSON.parse(block.dataset.words ?? "{}");
  const say = (word) => words[word] ?? word;
  let status = block.querySelector("[role=status]");
  if (!status) {
    status = document.createElement("span");
    status.className = "publication-copied";
    status.setAttribute("role", "status");
    button.after(status);
  }
  try {
    await navigator.clipboard.writeText(text.trim());
    status.textContent = say("Copied");
  } catch {
    status.textContent = say("Not copied: select the text instead");
  }
});
