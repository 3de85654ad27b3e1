// A photo opens as large as the window, the others of its text beside it. Without script its link shows the file.
const kept = document.querySelector("[data-viewer]");
const viewer = kept?.content.firstChild;
// What opens: neither an author's own links nor a video have such a name.
const LINKS = ".figure > a[aria-label]";
// Milliseconds without scrolling after which a swipe has ended.
const REST = 120;

const equip = () => {
  const part = (name) => viewer.querySelector(`[data-gallery-${name}]`);
  const [slides, position, said, caption, previous, next] = [
    "slides", "position", "said", "caption", "previous", "next"
  ].map(part);
  let links = [];
  let opener = null;
  let at = 0;
  let waiting = 0;
  // Whether the slides are on their way to a picture that was asked for: where they are meanwhile tells nothing.
  let underway = false;

  /** The figure of a link, for a whole window: the browser chooses its file again. */
  const enlarged = (link) => {
    const figure = link.closest("figure").cloneNode(true);
    const own = figure.querySelector("a");
    own.replaceWith(...own.childNodes);
    for (const source of figure.querySelectorAll("source, img")) source.sizes = "100vw";
    // Without what stays in sight where it is cut: here it is whole.
    Object.assign(figure.querySelector("img"), { loading: "eager", className: "" });
    return figure;
  };
  // Only what is shown and what is beside it is fetched.
  const fill = (index) => {
    for (const near of [index, index + 1, index - 1]) {
      if (slides.children[near]?.matches(":empty")) slides.children[near].replaceWith(enlarged(links[near]));
    }
  };
  const tell = (index) => {
    at = index;
    const numbers = { position: at + 1, count: links.length };
    position.textContent = `${numbers.position} / ${numbers.count}`;
    said.textContent = said.dataset.gallerySaid.replace(/\{(\w+)\}/g, (_, name) => numbers[name]);
    const figure = links[at].closest("figure");
    caption.textContent = figure.querySelector("figcaption")?.textContent ?? figure.querySelector("img").alt;
    // Not «disabled»: the focus would be lost.
    previous.ariaDisabled = at === 0;
    next.ariaDisabled = at === links.length - 1;
  };
  const go = (index, behavior) => {
    if (!links[index]) return;
    underway = true;
    fill(index);
    slides.scrollTo({
      left: index * slides.clientWidth,
      behavior: behavior ?? (Math.abs(index - at) > 1 ? "instant" : "auto")
    });
    tell(index);
  };
  const open = (link) => {
    opener = link;
    links = [...document.querySelectorAll(LINKS)];
    slides.replaceChildren(...links.map(() => document.createElement("div")));
    previous.hidden = next.hidden = links.length === 1;
    kept.replaceWith(viewer);
    viewer.showModal();
    go(links.indexOf(link), "instant");
  };
  const keys = { ArrowLeft: () => at - 1, ArrowRight: () => at + 1, Home: () => 0, End: () => links.length - 1 };
  const modified = (event) => event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;

  document.addEventListener("click", (event) => {
    const link = event.target.closest(LINKS);
    if (!link || event.defaultPrevented || modified(event)) return;
    event.preventDefault();
    open(link);
  });
  viewer.addEventListener("keydown", (event) => {
    const target = keys[event.key];
    if (!target || modified(event)) return;
    event.preventDefault();
    go(target());
  });
  slides.addEventListener("scroll", () => {
    const found = Math.round(slides.scrollLeft / slides.clientWidth);
    fill(found);
    if (found === at) underway = false;
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (viewer.open && !underway && found !== at) tell(found); }, REST);
  });
  for (const taken of ["pointerdown", "wheel"]) slides.addEventListener(taken, () => {
    underway = false;
  }, { passive: true });
  previous.addEventListener("click", () => go(at - 1));
  next.addEventListener("click", () => go(at + 1));
  part("close").addEventListener("click", () => viewer.close());
  viewer.addEventListener("close", () => {
    slides.replaceChildren();
    opener.focus();
  });
};

if (viewer?.showModal) equip();
