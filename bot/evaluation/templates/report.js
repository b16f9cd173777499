"use strict";
// Filters: each hides the cards that do not have what it asks for. Without this script all cards are shown.
const form = document.getElementById("filters");
const cards = [...document.querySelectorAll(".card")];
const texts = new Map(cards.map((card) => [card, card.textContent.toLowerCase().replace(/\s+/g, "")]));

function show() {
  const wanted = Object.fromEntries(new FormData(form));
  const words = (wanted.text || "").toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const card of cards) {
    const has = (name) => !wanted[name] || card.dataset[name].split(" ").includes(wanted[name]);
    const visible = ["kind", "outcome", "verdict", "change"].every(has) && words.every((word) => texts.get(card).includes(word));
    card.hidden = !visible;
    shown += visible;
  }
  document.getElementById("count").textContent = `${cards.length}개 가운데 ${shown}개`;
  document.getElementById("none").hidden = shown > 0;
}

form.hidden = false;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
for (const button of document.querySelectorAll("button[data-change]")) {
  button.addEventListener("click", () => {
    form.reset();
    form.elements.change.value = button.dataset.change;
    show();
    form.scrollIntoView();
  });
}
show();
