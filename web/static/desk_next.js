// Who is next at a station: the station's own names, asked for as they are needed and kept nowhere here.
const SOON_MS = 150;

/** @param lead sends a command to the station, and gives what came of it or null
 *  @param newest gives the newest state of the station */
export function connectNext({ lead, newest }) {
  const choose = document.querySelector("[data-choose]");
  const ask = document.querySelector("[data-ask-next]");
  const typed = choose.querySelector("input");
  const list = choose.querySelector("[data-people]");
  const part = (name) => document.querySelector(`[data-${name}]`);
  let asked = 0;
  let soon = 0;
  let wanted = null;

  async function offer() {
    const mine = ++asked;
    const found = await lead("patients", { typed: typed.value.trim() });
    if (!found || mine !== asked) return;
    const people = found.people ?? [];
    list.replaceChildren(...people.map((one) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("button"), { type: "button", textContent: one.name }));
      item.firstChild.addEventListener("click", () => take(one));
      return item;
    }));
    part("more").textContent = !people.length ? "Nobody of this name is at this station." : found.more ? `And ${found.more} more; a few letters find them.` : "";
  }

  function take(one) {
    wanted = one;
    if (newest()?.stage !== "session") return change("");
    part("ask-who").textContent = newest().patient;
    for (const name of document.querySelectorAll("[data-ask-name]")) name.textContent = one.name;
    choose.close();
    ask.showModal();
    return null;
  }

  async function change(end) {
    const done = await lead("next", { patient: wanted.id, end });
    forget();
    return done;
  }

  function forget() {
    choose.close();
    ask.close();
    typed.value = "";
    list.replaceChildren();
  }

  typed.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(offer, SOON_MS); });
  choose.addEventListener("close", () => list.replaceChildren());
  choose.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("button")?.click();
  });
  return {
    next: () => { choose.showModal(); return offer(); },
    "next-end": () => change("yes"),
    "next-close": forget,
  };
}
