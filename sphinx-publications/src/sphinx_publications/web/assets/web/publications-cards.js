// Cards beside citations. Without this script a citation is a link to the list.
"use strict";

const showCards = () => {
  let open = null;
  let timer = 0;

  const close = () => {
    clearTimeout(timer);
    if (!open) return;
    open.link.setAttribute("aria-expanded", "false");
    open.card.hidePopover();
    open = null;
  };

  // The theme's own colour lies below a card too, whatever the theme calls it.
  const ground = (node) => {
    const colour = getComputedStyle(node).backgroundColor;
    if (!/^rgba|\//.test(colour)) return colour;
    return node.parentElement ? ground(node.parentElement) : "canvas";
  };

  const show = (link, card) => {
    clearTimeout(timer);
    if (open?.link === link) return;
    close();
    // Beside its link a card is the next thing that the keyboard and a screen reader reach.
    link.after(card);
    card.style.removeProperty("--publications-background");
    if (!getComputedStyle(card).getPropertyValue("--publications-background"))
      card.style.setProperty("--publications-background", ground(link));
    card.showPopover();
    link.setAttribute("aria-expanded", "true");
    open = { link, card };
    const place = link.getBoundingClientRect();
    const room = document.documentElement.clientWidth - card.offsetWidth - 8;
    const fits = place.bottom + 4 + card.offsetHeight <= window.innerHeight;
    const top = fits ? place.bottom + 4 : Math.max(place.top - card.offsetHeight - 4, 4);
    card.style.left = `${window.scrollX + Math.max(8, Math.min(place.left, room))}px`;
    card.style.top = `${window.scrollY + top}px`;
  };

  const later = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };

  const leaves = (event) =>
    open && !open.card.contains(event.relatedTarget) && event.relatedTarget !== open.link;

  const links = Map.groupBy(document.querySelectorAll(".bibtex-citation a"), (link) =>
    link.getAttribute("href"),
  );
  for (const card of document.querySelectorAll(".publication-card")) {
    if (!card.showPopover) return;
    card.popover = "manual";
    card.hidden = false;
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", (event) => leaves(event) && later(close, 250));
    card.addEventListener("focusout", (event) => leaves(event) && close());
    for (const link of links.get(card.dataset.target) ?? []) {
      link.removeAttribute("title");
      link.setAttribute("aria-controls", card.id);
      link.setAttribute("aria-expanded", "false");
      link.addEventListener("pointerenter", (event) => {
        if (event.pointerType !== "touch") later(() => show(link, card), 150);
      });
      link.addEventListener("pointerleave", (event) => {
        if (event.pointerType !== "touch") later(close, 250);
      });
      link.addEventListener("focus", () => link.matches(":focus-visible") && show(link, card));
      link.addEventListener("blur", (event) => leaves(event) && close());
      // The first touch opens the card, in which the title is the link.
      link.addEventListener("click", (event) => {
        if (event.pointerType !== "touch" || open?.link === link) return;
        event.preventDefault();
        show(link, card);
      });
    }
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    const { link, card } = open;
    if (card.contains(document.activeElement)) link.focus();
    close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (open && !open.card.contains(event.target) && event.target !== open.link) close();
  });
};
// A theme that makes the page anew, as press does with Vue, has done so by then.
if (document.readyState === "complete") showCards();
else document.addEventListener("DOMContentLoaded", showCards);
