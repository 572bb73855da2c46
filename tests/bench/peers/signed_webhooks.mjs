// A signed kilobyte through undici's pool: the same body, one HMAC each, so many connections.
import { createHmac } from "node:crypto";
import { Pool } from "undici";

const key = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
const body = `{"type":"incident.update","data":{"text":"${"x".repeat(960)}"}}`;

export function signedWebhooks(url, connections) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  async function send(number) {
    const id = number.toString(16).padStart(32, "0");
    const signature = "v1," + createHmac("sha256", key).update(`${id}.1795000000.${body}`).digest("base64");
    const headers = { "content-type": "application/json", "webhook-id": id, "webhook-timestamp": "1795000000", "webhook-signature": signature };
    const answer = await pool.request({ path: pathname, method: "POST", headers, body });
    if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
    await answer.body.dump();
  }
  return { send, close: () => pool.close() };
}
