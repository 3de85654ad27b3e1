// Listens to the preview server: the page is loaded again after every build, and when it missed one.
const { number } = document.currentScript.dataset;
const source = new EventSource(`/-/events?since=${number}`);

source.addEventListener("reload", () => location.reload());
