// The key «/» leads to the field. Keys without others can be in the way of those who speak to their computer: it can be
// turned off.
const KEY = "placette-search-key";
const note = document.querySelector("[data-search-key]");

const isOff = () => {
  try { return localStorage.getItem(KEY) === "off"; } catch { return false; }
};

const turn = (off) => {
  try {
    localStorage[off ? "setItem" : "removeItem"](KEY, "off");
  } catch { /* Storage is refused: the key stays as it is. */ }
};

const tell = () => {
  const state = isOff() ? "off" : "on";
  for (const part of note.children) part.textContent = part.dataset[state];
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (
    target.closest("input, textarea, select, [contenteditable]")
    || document.querySelector("dialog[open]")
    || isOff()
  ) return;
  const input = document.querySelector("[data-search-input]");
  const link = document.querySelector("[data-search] a");
  if (!input && !link) return;
  event.preventDefault();
  if (input) {
    input.focus();
    input.select();
  } else link.click();
});

if (note) {
  note.querySelector("button").addEventListener("click", () => {
    turn(!isOff());
    tell();
  });
  note.hidden = false;
  tell();
}
