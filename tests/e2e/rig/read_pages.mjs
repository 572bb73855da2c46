// Reads pages as people do: in a browser, on a small and on a large screen, by day and by night. Standard input: JSON with
// `base`, `pages` (name, path; `fill`: what is typed into its form, {look} being another word each time; `check`: what is chosen
// there; `press`: what is pressed then, the first button where nothing is said), `shots` (a folder; empty: no pictures). Standard output: JSON, what was found on each page. No page needs a script; the checker brings its own.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import axe from "axe-core";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const { base, pages, shots } = JSON.parse(fs.readFileSync(0, "utf8"));
const widths = [375, 1280];
const schemes = ["light", "dark"];
const validator = new HtmlValidate({ extends: ["html-validate:standard", "html-validate:a11y"], elements: ["html5"] });

async function open(tab, { path: where, fill, check, press }, look) {
    const answer = await tab.goto(base + where);
    if (!fill && !check && !press) return answer;
    for (const [name, text] of Object.entries(fill ?? {})) await tab.fill(`[name=${name}]`, text.replace("{look}", look));
    for (const box of check ?? []) await tab.check(box);
    if (await tab.locator(press ?? "main button[type=submit]").count() === 0) return answer;  // somebody has pressed it before
    const [sent] = await Promise.all([tab.waitForNavigation(), tab.click(press ?? "main button[type=submit]")]);
    return sent;
}

async function checks(tab) {
    await tab.evaluate(axe.source);
    const { violations } = await tab.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
}

async function read(browser, page, width, scheme) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: false });
    const tab = await context.newPage();
    const complaints = [];
    tab.on("console", (message) => message.type() === "error" && !/status of (404|422)/.test(message.text()) && complaints.push(`console: ${message.text()}`));
    const answer = await open(tab, page, `${width}-${scheme}`);
    const found = { name: page.name, width, scheme, status: answer.status(), problems: complaints };
    const html = await tab.content();
    if (await tab.evaluate(() => document.scripts.length) > 0) complaints.push("there is a script");
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) complaints.push(`the page is ${wide} pixels wider than the screen`);
    if (shots) await tab.screenshot({ path: path.join(shots, `${page.name}-${width}-${scheme}.png`), fullPage: true });
    complaints.push(...(await checks(tab)));
    found.title = await tab.title();
    found.html = html;
    if (width === widths[0] && scheme === schemes[0]) complaints.push(...(await validity(page.fill || page.check || page.press ? html : await answer.text(), page.name)));
    await context.close();
    return found;
}

async function validity(html, name) {
    const report = await validator.validateString(html, name);
    return report.results.flatMap((result) => result.messages.map((message) => `html: ${message.ruleId}: ${message.message} (line ${message.line})`));
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pages-"));
const flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags, env: { ...process.env, HOME: folder } });
try {
    const found = [];
    for (const page of pages) {
        for (const width of widths) {
            for (const scheme of schemes) found.push(await read(browser, page, width, scheme));
        }
    }
    process.stdout.write(JSON.stringify(found));
} finally {
    await browser.close();
    fs.rmSync(folder, { recursive: true, force: true });
}
