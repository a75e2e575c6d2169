// Wakes the design system's components. Pages work without it.
import { initAll } from "./vendor/nhsuk.js";
import "./session_ended.js";
import "./working_out.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");

// Fields that belong to one choice are shown with it. Done here, for the design system's own script would mark the
// choice as expanded, which a radio cannot be.
for (const choice of document.querySelectorAll("input[type=radio][data-aria-controls]")) {
  const part = document.getElementById(choice.dataset.ariaControls);
  choice.removeAttribute("data-aria-controls");
  const show = () => part.classList.toggle("nhsuk-radios__conditional--hidden", !choice.checked);
  choice.form.addEventListener("change", show);
  addEventListener("pageshow", show);
}
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
