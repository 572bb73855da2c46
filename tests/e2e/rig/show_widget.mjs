// The widget on somebody's site, which lets nothing run but it. Standard input: JSON with `base` (of the status page), `attributes`
// (of the script), `broken` (its JSON does not come), `script` (false: no script runs). Standard output: JSON, what was seen in each look.
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";

const { base, attributes = "", broken = false, script = true } = JSON.parse(fs.readFileSync(0, "utf8"));
const shots = process.env.CANDOR_SHOW_PAGES ?? "";
const policy = `default-src 'none'; script-src ${base}; connect-src ${base}; img-src ${base}; style-src 'none'; base-uri 'none'`;
const shop = `<!DOCTYPE html><html lang="en"><head><title>Somebody's shop</title><script src="${base}/widget.js" async ${attributes}></script></head>
<body><main><h1>Somebody's shop</h1><noscript><a href="${base}/"><img src="${base}/badge.svg" alt="Status"></a></noscript></main></body></html>`;

// On this machine, too: a browser lets no other site reach it.
const server = http.createServer((_, answer) => answer.writeHead(200, { "Content-Type": "text/html", "Content-Security-Policy": policy }).end(shop));
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const site = `http://127.0.0.1:${server.address().port}/`;

async function look(browser, width, colorScheme) {
    const context = await browser.newContext({ viewport: { width, height: 700 }, colorScheme, javaScriptEnabled: script });
    const tab = await context.newPage();
    const problems = [];
    const asked = [];
    tab.on("console", (message) => message.type() === "error" && !broken && problems.push(message.text()));
    tab.on("pageerror", (error) => problems.push(String(error)));
    tab.on("request", (request) => !request.url().startsWith(site) && asked.push(request.url()));
    if (broken) await context.route("**/summary.json", (route) => route.abort());
    await tab.goto(site);
    const seen = script ? await widget(tab, context, problems) : await badge(tab);
    if (shots) await tab.screenshot({ path: path.join(shots, `widget-${attributes.includes("start") ? "start-" : ""}${width}-${colorScheme}.png`) });
    if (seen.visible) {
        await tab.locator(".box button").click();
        if (await tab.locator(".box").count() > 0) problems.push("it does not close");
    }
    await context.close();
    return { width, colorScheme, asked, problems, ...seen };
}

async function badge(tab) {
    return { badge: await tab.locator("img[alt=Status]").evaluate((image) => image.complete && image.naturalWidth > 0) };
}

async function widget(tab, context, problems) {
    const text = tab.locator("a > span:not(.dot)");
    await text.filter({ hasText: /./ }).waitFor({ state: "attached", timeout: 20000 });
    const seen = {
        title: await tab.title(),
        text: await text.textContent(),
        dot: (await tab.locator(".dot").getAttribute("class")).replace(/^dot ?/, ""),
        link: await tab.locator("a", { has: tab.locator(".dot") }).getAttribute("href"),
        visible: await tab.locator(".box").isVisible(),
    };
    if ((await context.cookies()).length > 0) problems.push("there is a cookie");
    if (await tab.evaluate(() => localStorage.length + sessionStorage.length) > 0) problems.push("something is stored");
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) problems.push(`the page is ${wide} pixels wider than the screen`);
    await tab.evaluate(axe.source);
    const { violations } = await tab.evaluate(() => axe.run(document));
    problems.push(...violations.map(({ id, help }) => `${id}: ${help}`));
    if (seen.visible) {
        const { y, height } = await tab.locator(".box").boundingBox();
        if (y + height > 700 || y < 500) problems.push("it is not in the corner");
    }
    return seen;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "widget-"));
const flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags, env: { ...process.env, HOME: folder } });
try {
    const seen = [];
    for (const width of [375, 1280]) {
        for (const scheme of ["light", "dark"]) seen.push(await look(browser, width, scheme));
    }
    process.stdout.write(JSON.stringify(seen));
} finally {
    await browser.close();
    server.close();
    fs.rmSync(folder, { recursive: true, force: true });
}
