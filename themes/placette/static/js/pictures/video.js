// The player of a video takes the place of the link to it when that is clicked, and nothing of it is fetched before.
const link = document.querySelector("[data-video]");

/** A file is played by the browser; a page elsewhere gets its own files, and may neither open windows nor lead away. */
const playerOf = (src) => /\.(mp4|webm)$/.test(src)
  ? Object.assign(document.createElement("video"), { controls: true, autoplay: true })
  : Object.assign(document.createElement("iframe"), {
    sandbox: "allow-scripts allow-same-origin",
    allow: "autoplay; fullscreen; encrypted-media; picture-in-picture",
    referrerPolicy: "strict-origin-when-cross-origin"
  });

link?.addEventListener("click", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { video: src, title } = link.dataset;
  const player = Object.assign(playerOf(src), { className: "video__player", title, tabIndex: 0, src });
  link.replaceWith(player);
  player.focus();
});
