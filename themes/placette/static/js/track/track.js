// A field for the number of a letter leads to its line on the page where all are. Without script a sentence says how.
const track = document.querySelector("[data-track]");

if (track) {
  const { track: page, label, go, unknown } = track.dataset;
  const make = (tag, words, more) => Object.assign(document.createElement(tag), { textContent: words }, more);
  const field = make("input", "", { id: "track", className: "track__number", autocomplete: "off" });
  const said = make("p", "", { role: "status", className: "meta" });
  const form = make("form", "", { className: "track" });
  const tell = () => {
    const [, number] = location.hash.match(/^#n-([\d-]+)$/) || [];
    if (number) field.value = number;
    said.textContent = number && !document.getElementById(`n-${number}`) ? unknown : "";
  };
  form.append(make("label", label, { htmlFor: "track" }), field, make("button", go, { className: "button" }), said);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // “no. 2026-0042”, “2026 42”, “42”: without a year, this one's
    const [count, year = new Date().getFullYear()] = (field.value.match(/\d+/g) || []).reverse();
    if (count) location.href = `${page}#n-${year}-${count.padStart(4, "0")}`;
  });
  addEventListener("hashchange", tell);
  track.replaceChildren(form);
  tell();
}
