// Plotly is large: it is fetched when the first chart is to be drawn, and a page works before it has come.

let asked = null;

/** The library, from this program's own address. */
export function plotly(address) {
  asked ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(window.Plotly);
    script.onerror = () => { asked = null; failed(new Error("Plotly was not there.")); };
    document.head.append(script);
  });
  return asked;
}
