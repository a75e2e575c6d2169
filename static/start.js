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
