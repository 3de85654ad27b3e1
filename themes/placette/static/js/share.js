// Among the share links: copy the address. Their button opens the device's own share sheet instead, where it has one.
const copy = document.querySelector("[data-copy-link]");
const sheet = document.querySelector("[data-share-sheet]");
const status = document.querySelector("[data-share-status]");

const say = (words) => { status.textContent = words; };

if (copy && navigator.clipboard) {
  copy.parentNode.hidden = false;
  copy.addEventListener("click", () => {
    const { copyLink, done, failed } = copy.dataset;
    say("");
    navigator.clipboard.writeText(copyLink).then(() => say(done), () => say(failed));
  });
}

if (sheet && navigator.share) {
  sheet.addEventListener("click", (event) => {
    event.preventDefault();
    // Closing the sheet without sharing is no failure; else the links are there.
    navigator.share({ title: sheet.dataset.title, url: sheet.dataset.shareSheet })
      .catch(({ name }) => { if (name !== "AbortError") sheet.parentNode.open = true; });
  });
}
