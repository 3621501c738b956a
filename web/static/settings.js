// How the page looks and sounds, kept in this browser.
const KEY = "midline-view";
const DEFAULTS = { figure: "", side: "left", numbers: "no", voice: "yes", tones: "yes", tilt: 0 };
export const MOST_TILT_DEG = 45;

export function load() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { ...DEFAULTS };
  }
}

export function save(settings) {
  try { localStorage.setItem(KEY, JSON.stringify(settings)); } catch { /* a browser that keeps nothing */ }
}

/** Connects the buttons of the dialog; `apply` gets the settings now and at each change. */
export function connect(dialog, apply) {
  const settings = load();
  const show = () => {
    for (const button of dialog.querySelectorAll("[data-set]")) {
      button.setAttribute("aria-pressed", String(settings[button.dataset.set] === button.dataset.value));
    }
    dialog.querySelector("#tilt-words").textContent = tiltWords(settings.tilt);
    apply(settings);
  };
  dialog.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.dataset.set) settings[button.dataset.set] = button.dataset.value;
    else if (button?.dataset.tilt) settings.tilt = limited(settings.tilt + Number(button.dataset.tilt));
    else return;
    save(settings);
    show();
  });
  show();
  return settings;
}

const limited = (deg) => Math.max(-MOST_TILT_DEG, Math.min(MOST_TILT_DEG, deg));

function tiltWords(deg) {
  return deg === 0 ? "straight" : `${Math.abs(deg)}° to the ${deg < 0 ? "left" : "right"}`;
}
