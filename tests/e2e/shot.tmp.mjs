import { chromium } from "playwright-core"; import fs from "node:fs";
const [,, dir, out, ...files] = process.argv;
const b = await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-dev-shm-usage","--disable-gpu"]});
for (const f of files) { const [name,w,s]=f.split(":"); const c=await b.newContext({viewport:{width:+w,height:900},colorScheme:s}); const t=await c.newPage(); await t.goto("file://"+dir+"/"+name); await t.screenshot({path:`${out}/${name.replace(/\//g,"_")}-${w}-${s}.png`,fullPage:true}); await c.close(); }
await b.close();
