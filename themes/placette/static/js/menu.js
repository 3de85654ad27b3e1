// The sheet of the menu closes when the focus leaves it, so that it never hides what has the focus.
const menu = document.querySelector(".menu[popover]");

menu?.addEventListener("focusout", ({ relatedTarget: next }) => {
  if (next && !menu.contains(next) && menu.matches(":popover-open")) menu.hidePopover();
});
