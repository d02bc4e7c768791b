// The console works without any of this. It saves a few keystrokes, and guards what was typed.
"use strict";

// `j` and `k` walk through a list, `/` goes to the search.
function isTyping(element) {
  return element.matches("input, textarea, select, [contenteditable]");
}

function walk(step) {
  const links = [...document.querySelectorAll("[data-walk] tbody a:first-of-type")];
  const next = links.indexOf(document.activeElement) + step;
  if (next >= 0 && next < links.length) links[next].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "j") walk(1);
  if (event.key === "k") walk(-1);
  const search = document.querySelector("input[type=search]");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
  }
});

// A form is sent once, however often its button is pressed; what was typed and not sent is not left by mistake.
let isTouched = false;
document.addEventListener("input", (event) => {
  if (event.target.matches("textarea")) isTouched = true;
});
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
  isTouched = false;
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
window.addEventListener("beforeunload", (event) => {
  if (isTouched) event.preventDefault();
});
