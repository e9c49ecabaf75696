/* What browsers do on the pages of this site, beside reading them. */

// A place of a former page, as in /#teaching, is a link to the page that it became. The address
// leads there at once, and the way back leads to where the visitor came from.
const lead = () => {
  const place = document.getElementById(location.hash.slice(1));
  const link = place?.matches(".moved") && (place.closest("a") ?? place.querySelector("a"));
  if (link) location.replace(link.href);
};
lead();
window.addEventListener("hashchange", lead);

// Sphinx's link to hide what a search found is a script in an address, which the policy forbids.
document.addEventListener("click", (event) => {
  if (!event.target.closest(".highlight-link a")) return;
  event.preventDefault();
  SphinxHighlight.hideSearchWords();
});

// The foot of a printed page. The first date that a page writes takes as long as parsing 100 papers.
const date = () => {
  const language = document.documentElement.lang;
  const today = new Date().toLocaleDateString(language, { dateStyle: "long" });
  document.querySelector(".printed")?.append(", ", today);
};
window.addEventListener("beforeprint", date, { once: true });
