// The contents of a long text mark the section that is being read: the last whose heading has passed a third of the
// screen.
const entries = [...document.querySelectorAll(".toc__link")];
const above = ({ hash }) =>
  document.getElementById(decodeURIComponent(hash.slice(1))).getBoundingClientRect().top < innerHeight / 3;

const mark = () => {
  const read = entries.findLast(above);
  for (const entry of entries) entry.ariaCurrent = entry === read || null;
};

if (entries[0]) addEventListener("scroll", mark);
