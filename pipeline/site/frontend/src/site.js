// What every page has: the choice of light and dark, buttons that copy, and the words that an address points to.

const THEMES = ["auto", "light", "dark"];

function remembered() {
  try {
    return localStorage.getItem("bilateral-theme");
  } catch {
    return null; // a browser may keep no memory for pages from a folder
  }
}

function showTheme(theme) {
  document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.textContent = `Colours: ${theme}`;
    button.title = "Change the colours of the pages";
  }
  document.dispatchEvent(new CustomEvent("themechange"));
}

function nextTheme() {
  const theme = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
  try {
    localStorage.setItem("bilateral-theme", theme);
  } catch {
    // then it holds for this page only
  }
  showTheme(theme);
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = button.dataset.copyAddress ? new URL(button.dataset.copyAddress, location.href).href : source.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    if (source) getSelection().selectAllChildren(source);
    button.textContent = source ? "Selected: copy it" : "Copy from the address bar";
  }
}

// `documents/ID.html#CLAIM_ID`: the claim is the target (styled by CSS); its words in the text are lit, and come into
// view where the text stands beside the claims.
function lightWords() {
  for (const mark of document.querySelectorAll("mark.lit")) mark.classList.remove("lit");
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id || !document.getElementById(id)) return;
  const marks = [...document.querySelectorAll("mark[data-claims]")].filter((mark) =>
    mark.dataset.claims.split(" ").includes(id),
  );
  for (const mark of marks) mark.classList.add("lit");
  const text = document.querySelector(".reading .text");
  if (marks.length && text && text.scrollHeight > text.clientHeight) {
    text.scrollTop += marks[0].getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  }
}

showTheme(remembered() ?? "auto"); // at once, so that no page flashes in the other colours
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.addEventListener("click", nextTheme);
    button.hidden = false;
  }
  showTheme(document.documentElement.dataset.theme);
  lightWords();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy], button[data-copy-address]");
  if (button) copy(button);
});
addEventListener("hashchange", lightWords);
