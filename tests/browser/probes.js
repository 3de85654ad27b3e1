// What the tests look at in a page. Each probe gives its findings as text: an empty list when all is well.
globalThis.probe = (() => {
  const ENDS = "a[href], button, input, select, summary, [tabindex='0']";

  const name = (element) => {
    const classes = [...element.classList].map((one) => `.${one}`).join("");
    return `${element.localName}${classes} «${element.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}»`;
  };
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true }) && box.width > 0 && box.height > 0;
  };
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const forEars = (element) => Boolean(element.closest(".visually-hidden, .skip-link:not(:focus)"));
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const inScroller = (element) => element !== document.documentElement && element !== null
    && (scrolls(element) || inScroller(element.parentElement));

  /** What makes the page wider than the window. */
  const wide = () => {
    const room = document.documentElement.clientWidth;
    const parts = all("body *").filter((one) => one.getBoundingClientRect().right > room + 1 && !forEars(one) && !inScroller(one));
    return parts.length || document.documentElement.scrollWidth > room
      ? [`${document.documentElement.scrollWidth} > ${room}`, ...parts.map(name)] : [];
  };

  /** Texts that their own box cuts. */
  const cut = () => all("body *").filter((one) => {
    const style = getComputedStyle(one);
    return one.textContent.trim() && !forEars(one)
      && ((["hidden", "clip"].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
        || (["hidden", "clip"].includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1));
  }).map(name);

  /** Controls that are smaller than a fingertip, in CSS pixels. */
  const small = (selector, least) => all(selector).filter((one) => !forEars(one)).flatMap((one) => {
    const { width, height } = one.getBoundingClientRect();
    return width < least - 0.5 || height < least - 0.5 ? [`${width.toFixed(1)} × ${height.toFixed(1)}: ${name(one)}`] : [];
  });

  /** Links and buttons that a finger misses: whoever touches a little above or below the middle hits something else, or,
   * nearer an end, another of them.
   * A link among the words of a sentence may be small (WCAG 2.5.8). */
  const missed = (selector, but, least) => all(selector).filter((one) => !one.matches(but) && !forEars(one) && !amongWords(one)).flatMap((one) => {
    if (one.matches(".cover")) return one.offsetParent.offsetHeight < least ? [name(one)] : [];
    one.scrollIntoView({ block: "center", behavior: "instant" });
    const [first] = one.getClientRects();
    const { top, bottom } = one.getBoundingClientRect();
    const far = least / 2 - 1.5;
    const hit = (part, by) => document.elementFromPoint(first.x + first.width * part, (top + bottom) / 2 + by);
    const isOwn = (found) => Boolean(found && one.contains(found));
    const isFree = (found) => isOwn(found) || !found?.closest(selector);
    const fits = [-far, 0, far].every((by) => isOwn(hit(.5, by)) && isFree(hit(.1, by)) && isFree(hit(.9, by)));
    return fits ? [] : [name(one)];
  });

  const amongWords = (one) => {
    const around = one.parentElement;
    if (getComputedStyle(around).display === "inline") return amongWords(around);
    const words = around.cloneNode(true);
    words.querySelectorAll("a, button, .visually-hidden, svg").forEach((part) => part.remove());
    return /\p{L}/u.test(words.textContent);
  };

  /** A style that visitors may impose: rules of the browser's own kind, which no policy stops. */
  const impose = (rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };

  /** What moves, or would. */
  const moving = () => [
    ...document.getAnimations().map((one) => `runs: ${one.animationName ?? one.transitionProperty}`),
    ...[document.documentElement, ...document.querySelectorAll("body *")].flatMap((one) => {
      const style = getComputedStyle(one);
      const still = style.animationName === "none" && style.transitionDuration.split(", ").every((time) => time === "0s")
        && style.scrollBehavior === "auto";
      return still ? [] : [name(one)];
    }),
  ];

  /** Every time the layout has moved by itself since the page began: how far (as in CLS), and what moved. */
  const shifts = async () => {
    const found = [];
    new PerformanceObserver((list) => found.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
    await painted();
    await new Promise((done) => setTimeout(done));
    const element = (node) => node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    return found.map(({ value, sources }) => [value, sources.map((one) => element(one.node)).filter(Boolean).map(name).join(", ")]);
  };

  /** Show the whole page, window by window, so that all that waits for it is fetched; what is hidden never comes. */
  const scroll = async () => {
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
      scrollTo(0, top);
      await painted();
    }
    await Promise.all([...document.images].filter((one) => one.checkVisibility()).map((one) => one.decode())); // others never come
  };

  /** The room that pictures take. */
  const pictures = () => [...document.images].map((one) => {
    const { width, height } = one.getBoundingClientRect();
    return `${Math.round(width)} × ${Math.round(height)}: ${one.alt.slice(0, 40)}`;
  });

  /** Fonts that the page announces and does not use: the rules of those in use name their files. */
  const idle = async () => {
    await document.fonts.ready;
    const key = (family, weight, style) => [family.replaceAll('"', ""), weight || "normal", style || "normal"].join();
    const used = new Set([...document.fonts].filter((face) => face.status === "loaded").map((face) => key(face.family, face.weight, face.style)));
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule);
    const sources = rules.filter(({ style }) => used.has(key(style.getPropertyValue("font-family"),
      style.getPropertyValue("font-weight"), style.getPropertyValue("font-style")))).map((rule) => rule.style.getPropertyValue("src"));
    return [...document.querySelectorAll("link[rel=preload][as=font]")].map((link) => new URL(link.href).pathname)
      .filter((path) => !sources.some((source) => source.includes(path)));
  };

  /** Do to every part of the page what a visitor may do, without leaving the page. */
  const provoke = () => {
    addEventListener("click", (event) => event.preventDefault(), { capture: true });
    for (const element of document.querySelectorAll("body *")) {
      for (const kind of ["mouseover", "pointerdown", "focus", "blur", "toggle", "error", "load", "animationstart"]) {
        element.dispatchEvent(new Event(kind));
      }
      element.focus?.();
      if (!element.closest("button, a[href^='mailto:']")) element.click?.();
    }
  };

  /** How many elements the Tab key should reach, in the order of the page. */
  const stops = () => all(ENDS).length;

  const inSight = ({ top, bottom, left, right }) => bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;

  /** Where the focus is: a name, and what is wrong with how it shows. The browser scrolls to it when it next paints. */
  const focus = async () => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const style = getComputedStyle(element);
    if (!inSight(element.getBoundingClientRect())) await painted();
    const faults = [];
    if (!element.matches(":focus-visible")) faults.push("not marked as focused");
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push(`outline: ${style.outline}`);
    if (!inSight(element.getBoundingClientRect())) faults.push("out of sight");
    return { name: name(element), faults, place: [...document.querySelectorAll("*")].indexOf(element) };
  };

  /** Wait until something holds. Playwright's own wait reads its condition anew each time, which our policy forbids. */
  const until = async (holds) => {
    const begun = performance.now();
    while (!holds()) {
      if (performance.now() - begun > 15000) throw new Error(`never: ${holds}`);
      await painted();
    }
  };

  return { wide, cut, small, missed, impose, moving, shifts, scroll, pictures, painted, idle, provoke, stops, focus, until };
})();
