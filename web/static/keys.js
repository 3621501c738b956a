// The whole session by keyboard, and by any key of a presenter's remote.
const PAUSE = new Set([" ", "Enter", "PageUp", "PageDown", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", ".", "b", "B", "F5"]);
const PRESSES = new Set([" ", "Enter"]);

/** Space, Enter or a remote pauses and goes on; E asks for the easier version; Escape ends. A button that has the
 *  focus is pressed as usual. */
export function bindKeys({ inSession, pause, easier, stop }) {
  addEventListener("keydown", (event) => {
    if (!inSession() || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.key === "Escape") {
      event.preventDefault();
      stop();
    } else if (event.key === "e" || event.key === "E") {
      event.preventDefault();
      easier();
    } else if (PAUSE.has(event.key) && !(PRESSES.has(event.key) && onAnotherButton(event.target))) {
      event.preventDefault();
      pause();
    }
  });
}

function onAnotherButton(target) {
  const button = target.closest?.("button, a, input, textarea");
  return button && button.id !== "edge";
}
