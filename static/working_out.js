// Works out what a form comes to while one types: <form data-works-out="address" data-into="id of a part of the page">.
// The rules of the server do the sums and answer with that part anew; what stands in each of its children is taken over.
// Nothing is kept until the form itself is sent. Without script its own button works it out.
const PAUSE = 400; // milliseconds without a key pressed

for (const form of document.querySelectorAll("form[data-works-out]")) {
  const part = document.getElementById(form.dataset.into);
  let waiting;
  let asking;
  const show = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
    for (const each of fresh.children) document.getElementById(each.id).replaceChildren(...each.childNodes);
  };
  const workOut = async () => {
    asking = new AbortController();
    part.setAttribute("aria-busy", "true");
    try {
      const body = new FormData(form);
      const answer = await fetch(form.dataset.worksOut, { method: "POST", body, redirect: "error", signal: asking.signal });
      if (answer.ok || answer.status === 422) show(await answer.text());
      part.removeAttribute("aria-busy");
    } catch (error) {
      // Typed on meanwhile: the next answer counts. Else the network is away, and the button still saves.
      if (error.name !== "AbortError") part.removeAttribute("aria-busy");
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    waiting = setTimeout(workOut, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
