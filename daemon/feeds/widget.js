// How things stand, in a corner of somebody's page: <script src="https://status.example.org/widget.js" async></script>
// No cookie, no storage, nothing from anywhere but the status page; all text is set as text. docs/status-api.md.
(() => {
    "use strict";
    const words = /*words*/{};
    const script = document.currentScript;
    const home = new URL("./", script.src);
    const set = script.dataset;
    const every = 60000;
    const look = `
:host { all: initial; position: fixed; z-index: 2147483000; inset-block-end: 1rem; inset-inline-end: 1rem; max-width: calc(100vw - 2rem); }
:host([data-corner="start"]) { inset-inline: 1rem auto; }
:host([hidden]) { display: none; }
.box { display: flex; align-items: center; gap: 0.25rem; font: 500 0.9375rem/1.35 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
    color: #1b1d21; background: #ffffff; border: 1px solid #c9ced6; border-radius: 0.75rem; box-shadow: 0 4px 16px rgb(0 0 0 / 14%); }
a { display: flex; align-items: center; gap: 0.625rem; min-height: 2.75rem; box-sizing: border-box; padding: 0.5rem 0.25rem 0.5rem 0.875rem; color: inherit;
    text-decoration: none; overflow-wrap: anywhere; border-radius: 0.75rem; }
a:hover { text-decoration: underline; }
.dot { flex: none; width: 0.75rem; height: 0.75rem; border-radius: 50%; background: #767d89; }
.none { background: #14805e; } .minor { background: #b58100; } .major { background: #d9480f; border-radius: 0.1875rem; } .critical { background: #c4122f; border-radius: 0; transform: rotate(45deg); }
button { all: unset; flex: none; box-sizing: border-box; width: 2.75rem; height: 2.75rem; text-align: center; font-size: 1.25rem; cursor: pointer; border-radius: 0.75rem; color: #50565f; }
a:focus-visible, button:focus-visible { outline: 3px solid #1a5fb4; outline-offset: -3px; }
@media (prefers-color-scheme: dark) {
    .box { color: #eceef1; background: #1d2026; border-color: #454b55; }
    button { color: #b8bec8; }
    .none { background: #3fbf92; } .minor { background: #e3b341; } .major { background: #ff8a4c; } .critical { background: #ff6b7d; } a:focus-visible, button:focus-visible { outline-color: #8ab8ff; }
}
@media print { :host { display: none; } }`;

    const host = document.createElement("div");
    if (set.corner === "start") host.dataset.corner = "start";
    host.hidden = true;
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(look);
    root.adoptedStyleSheets = [sheet];

    const make = (name, className, parent) => {
        const element = document.createElement(name);
        element.className = className;
        return parent.appendChild(element);
    };
    const box = make("div", "box", root);
    box.setAttribute("role", "status");
    box.lang = words.language;
    const link = make("a", "", box);
    link.href = home.href;
    const dot = make("span", "dot", link);
    dot.setAttribute("aria-hidden", "true");
    const text = make("span", "", link);
    const close = make("button", "", box);
    close.type = "button";
    close.textContent = "\u00d7";
    close.setAttribute("aria-label", words.close);

    // What is told of now: incidents first, then maintenance that is being carried out.
    const told = (summary) => {
        const names = summary.incidents.map((one) => one.name);
        for (const one of summary.scheduled_maintenances) if (one.status !== "scheduled") names.push(one.name);
        if (names.length === 0) return words.none;
        return names.length === 1 ? names[0] : `${names[0]} ${words.more.replace("{{count}}", names.length - 1)}`;
    };
    const show = (indicator, said) => {
        dot.className = `dot ${["none", "minor", "major", "critical"].includes(indicator) ? indicator : ""}`;
        if (text.textContent !== said) text.textContent = said;
        host.hidden = set.show === "trouble" && indicator === "none";
    };
    // What cannot be read is not known: what was said before may no longer be so.
    const read = async () => {
        try {
            const answer = await fetch(new URL("api/v2/summary.json", home), { credentials: "omit", referrerPolicy: "no-referrer" });
            if (!answer.ok) throw new Error(String(answer.status));
            const summary = await answer.json();
            show(summary.status.indicator, told(summary));
        } catch {
            show("", words.unknown);
        }
    };
    const timer = setInterval(() => document.hidden || read(), every);
    document.addEventListener("visibilitychange", () => document.hidden || !host.isConnected || read());
    close.addEventListener("click", () => { clearInterval(timer); host.remove(); });
    const begin = () => { document.body.append(host); read(); };
    if (document.body) begin();
    else document.addEventListener("DOMContentLoaded", begin);
})();
