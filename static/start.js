// Wakes the design system's components. Pages work without it.
import { initAll } from "./vendor/nhsuk.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

// Filters a long table as one types: <input data-filters="id of table">. Without script the same field filters by link.
for (const input of document.querySelectorAll("[data-filters]")) {
  const rows = document.querySelectorAll(`#${input.dataset.filters} tbody tr`);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}

// A part of a page that is still changing, such as a job's progress: <div id="…" data-renews="seconds"> is fetched anew
// until it no longer asks for it; then the whole page is. Without script there is a link to refresh it.
const renew = (part) => {
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(part.id);
      if (!fresh || !fresh.dataset.renews) {
        location.reload();
        return;
      }
      if (fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    } catch {
      // the network is away: try again
    }
    renew(part);
  }, Number(part.dataset.renews) * 1000);
};
for (const part of document.querySelectorAll("[data-renews]")) renew(part);
