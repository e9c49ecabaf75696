// Copying the BibTeX of an entry. Without this script the text can be selected and copied.
"use strict";

for (const details of document.querySelectorAll(".publication-bibtex")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "publication-copy";
  button.textContent = "Copy";
  button.setAttribute(
    "aria-label",
    "Copy " + details.querySelector("summary").getAttribute("aria-label"),
  );
  const status = document.createElement("span");
  status.className = "publication-copied";
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(details.querySelector("pre").textContent);
      status.textContent = "Copied";
    } catch {
      status.textContent = "Not copied: select the text instead";
    }
  });
  details.append(button, status);
}
