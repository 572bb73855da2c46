// Signed webhooks through undici's pool: the same body, one HMAC each, so many connections. Stores nothing.
//   node undici_pool.mjs URL COUNT CONNECTIONS
import { createHmac } from "node:crypto";
import { Pool } from "undici";

const [url, count, connections] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const { origin, pathname } = new URL(url);
const key = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
const body = `{"type":"incident.update","data":{"text":"${"x".repeat(960)}"}}`;
const pool = new Pool(origin, { connections, pipelining: 1 });

let started = 0;
async function worker() {
  while (started < count) {
    const id = (started++).toString(16).padStart(32, "0");
    const signature = "v1," + createHmac("sha256", key).update(`${id}.1795000000.${body}`).digest("base64");
    const headers = { "content-type": "application/json", "webhook-id": id, "webhook-timestamp": "1795000000", "webhook-signature": signature };
    const answer = await pool.request({ path: pathname, method: "POST", headers, body });
    if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
    await answer.body.dump();
  }
}

const cpu = process.cpuUsage();
const begin = process.hrtime.bigint();
await Promise.all(Array.from({ length: connections }, worker));
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
const used = process.cpuUsage(cpu);
console.log(`undici ${(count / seconds).toFixed(0)}/s ${((used.user + used.system) / count).toFixed(1)} us`);
await pool.close();
