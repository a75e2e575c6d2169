// Takes what a page shows out of sight when its session has ended, and puts it back, with what was typed, once the same
// person has signed in again: <body data-session="address to ask" data-seconds="how long it still holds" data-person="…">
// and <template id="session-ended">. Asking is no use of the session. Without script the page stays as it is.
const page = document.body;
const cover = document.getElementById("session-ended");
const AGAIN = 30; // seconds until a network that is away is tried again
const MARGIN = 1;
const LONGEST = 24 * 60 * 60; // browsers take no timer of some weeks; asked once more then
let kept; // what is out of sight: its nodes, title, place and the field one was in
let timer;
let endsAt;

const wait = (seconds) => {
  clearTimeout(timer);
  timer = setTimeout(look, (Math.min(seconds, LONGEST) + MARGIN) * 1000);
};

const hide = () => {
  if (kept) return;
  kept = { nodes: [], title: document.title, top: scrollY, field: document.activeElement };
  kept.nodes = [...page.childNodes];
  page.replaceChildren(cover.content.cloneNode(true));
  document.title = cover.dataset.title;
  page.querySelector("[data-goes-on]").addEventListener("click", () => look(true));
  page.querySelector("[role=alertdialog]").focus();
};

const show = (token) => {
  const { nodes, title, top, field } = kept;
  kept = undefined;
  page.replaceChildren(...nodes);
  for (const each of document.querySelectorAll("input[name=csrf_token]")) each.value = token;
  document.title = title;
  scrollTo(0, top);
  field.focus({ preventScroll: true });
};

// Which of the sentences of the cover holds, read out by its live region.
const say = (name) => {
  for (const each of page.querySelectorAll("[data-said]")) each.hidden = each.dataset.said !== name;
};

const look = async (pressed = false) => {
  let found;
  try {
    const answer = await fetch(page.dataset.session, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.statusText);
    found = await answer.json();
  } catch {
    // The network is away: by the page's own watch its time may be over all the same.
    if (Date.now() >= endsAt) hide();
    if (kept && pressed) say("away");
    wait(AGAIN);
    return;
  }
  const isTheirs = String(found.person) === page.dataset.person;
  if (found.seconds > 0 && isTheirs) {
    if (kept) show(found.token);
    endsAt = Date.now() + found.seconds * 1000;
    wait(found.seconds);
    return;
  }
  hide();
  if (found.seconds > 0) say("other");
  else if (pressed) say("not-yet");
};

if (cover) {
  endsAt = Date.now() + Number(page.dataset.seconds) * 1000;
  wait(Number(page.dataset.seconds));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });
}
