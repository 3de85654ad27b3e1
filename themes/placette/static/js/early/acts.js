// What readers do with a text is fetched when they begin to: they unfold the links, or select words.
const { src } = document.currentScript.dataset;
const load = () => import(src).catch(() => { /* The links lead on without it. */ });

document.addEventListener("toggle", ({ target }) => target.matches(".share") && load(), true);
document.addEventListener("selectionchange", () => getSelection().isCollapsed || load());
