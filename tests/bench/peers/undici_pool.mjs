// Signed webhooks through undici's pool. Stores nothing.
//   node undici_pool.mjs URL COUNT CONNECTIONS
import { signedWebhooks } from "./signed_webhooks.mjs";
import { stopwatch } from "./stopwatch.mjs";

const [url, count, connections] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const webhooks = signedWebhooks(url, connections);

let started = 0;
async function worker() {
  while (started < count) await webhooks.send(started++);
}

const done = stopwatch();
await Promise.all(Array.from({ length: connections }, worker));
done("undici", count);
await webhooks.close();
