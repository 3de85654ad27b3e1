// Listens to the preview server: the page is loaded again after every build, and when it missed one.
const { number } = document.currentScript.dataset;
const source = new EventSource(`/-/events?since=${number}`);

source.addEventListener("reload", () => location.reload());

// Cards that are open stay so when the page comes again, and on the next one.
const cards = document.querySelector(".placette-preview__part--cards");
if (cards) {
  cards.open = sessionStorage.getItem("placette-cards") === "open";
  cards.addEventListener("toggle", () => sessionStorage.setItem("placette-cards", cards.open ? "open" : ""));
}
