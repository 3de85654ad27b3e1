// Copy the selected part of a post with its title and address. The offer never covers what is selected.
const offer = document.querySelector("[data-quotation]");
const prose = document.querySelector("[data-quotable]");
// Milliseconds: a selection is finished when it rests; what was done stays to be read.
const PAUSE = 250;
const READING = 6000;

const equip = () => {
  const button = offer.querySelector("button");
  const status = offer.querySelector("p");
  const selection = getSelection();
  let text = "";
  let range = null;
  let ahead = false;
  let waiting = 0;

  const say = (words, seen) => {
    status.classList.toggle("visually-hidden", !seen);
    status.textContent = words;
  };
  const place = () => {
    if (button.hidden) return;
    const { top, bottom } = range.getBoundingClientRect();
    offer.classList.toggle("quotation--above", bottom > innerHeight - 120 && top > 120);
  };
  const close = () => {
    button.hidden = true;
    ahead = false;
  };
  // Tab goes on from the quoted words, wherever the offer stands in the page.
  const goBack = () => {
    const block =
      range.endContainer.nodeType === Node.TEXT_NODE ? range.endContainer.parentElement : range.endContainer;
    const held = block.hasAttribute("tabindex") || block.matches("a[href]");
    if (!held) block.tabIndex = -1;
    block.focus({ preventScroll: true });
    if (!held) block.removeAttribute("tabindex");
  };
  /** What is selected, when it begins in the post and ends there (a triple click ends just after it). */
  const quoted = () => {
    if (selection.isCollapsed || !selection.rangeCount) return "";
    const { startContainer, endContainer, endOffset } = selection.getRangeAt(0);
    const inside = prose.contains(startContainer) && (prose.contains(endContainer) || endOffset === 0);
    return inside ? selection.toString().replace(/[ \t\r\n]+/g, " ").replace(/^[\s\u200b]+|[\s\u200b]+$/g, "") : "";
  };
  const look = () => {
    if (offer.contains(document.activeElement)) return;
    const found = quoted();
    if (!found) {
      if (!button.hidden) say("", false);
      text = "";
      close();
    } else if (found !== text) {
      range = selection.getRangeAt(0).cloneRange();
      text = found;
      if (button.hidden) say(status.dataset.offered, false);
      button.hidden = false;
      ahead = true;
      place();
    }
  };

  /** Without waiting for the selection to rest: somebody acts on it. */
  const lookNow = () => {
    clearTimeout(waiting);
    look();
  };

  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  addEventListener("scroll", place);
  document.addEventListener("keydown", (event) => {
    if (button.hidden) return;
    const within = document.activeElement === button;
    if (event.key === "Tab" && !within) lookNow();
    if (event.key === "Escape") {
      if (within) goBack();
      close();
      say("", false);
    } else if (event.key === "Tab" && within) {
      goBack();
      close();
    } else if (event.key === "Tab" && !event.shiftKey && ahead) {
      event.preventDefault();
      ahead = false;
      button.focus();
    }
  });
  // The selection stays while the button is pressed.
  button.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    lookNow();
  });
  button.addEventListener("click", async () => {
    const parts = { text, title: offer.dataset.title, url: offer.dataset.url };
    try {
      await navigator.clipboard.writeText(offer.dataset.quotation.replace(/\{(\w+)\}/g, (_, name) => parts[name]));
      say(status.dataset.done, true);
    } catch { say(status.dataset.failed, true); }
    setTimeout(() => { if (button.hidden) say("", false); }, READING);
    if (document.activeElement === button) goBack();
    close();
  });
  waiting = setTimeout(look, PAUSE);
};

if (offer && prose && navigator.clipboard) equip();
