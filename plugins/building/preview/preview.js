// Listens to the preview server: reloads the page after a build, or shows what is wrong over it.
const source = new EventSource("/-/events");

source.addEventListener("reload", () => location.reload());
source.addEventListener("problems", (event) => {
  document.querySelector(".placette-preview")?.remove();
  const panel = document.createElement("pre");
  panel.className = "placette-preview";
  panel.setAttribute("role", "alert");
  panel.textContent = JSON.parse(event.data);
  document.body.append(panel);
});
