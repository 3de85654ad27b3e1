// Beside the share links: copy the address, and the device's own share sheet where it has one.
const copy = document.querySelector("[data-copy-link]");
const sheet = document.querySelector("[data-share-sheet]");
const status = document.querySelector("[data-share-status]");

const say = (words) => { if (status) status.textContent = words; };

if (copy && navigator.clipboard) {
  copy.parentNode.hidden = false;
  copy.addEventListener("click", async () => {
    say("");
    try {
      await navigator.clipboard.writeText(copy.dataset.copyLink);
      say(copy.dataset.done);
    } catch { say(copy.dataset.failed); }
  });
}

if (sheet && navigator.share) {
  sheet.parentNode.hidden = false;
  sheet.addEventListener("click", () => {
    // Closing the sheet without sharing is no failure.
    navigator.share({ title: sheet.dataset.title, url: sheet.dataset.shareSheet }).catch(() => {});
  });
}
