// Signed webhooks from a queue of BullMQ on Redis: one job each, and one worker that sends so many at once. What is timed begins when
// all are in the queue. A job says only whom it is for: the text is the same for all, and Candor keeps it once, too.
//   node bullmq_worker.mjs SOCKET URL COUNT CONNECTIONS
import { Queue, Worker } from "bullmq";
import { signedWebhooks } from "./signed_webhooks.mjs";
import { stopwatch } from "./stopwatch.mjs";

const [path, url, count, concurrency] = [process.argv[2], process.argv[3], Number(process.argv[4]), Number(process.argv[5])];
const connection = { path, maxRetriesPerRequest: null };
const webhooks = signedWebhooks(url, concurrency);

const queue = new Queue("webhooks", { connection });
for (let from = 0; from < count; from += 1000) {
  const numbers = Array.from({ length: Math.min(1000, count - from) }, (_, i) => from + i);
  await queue.addBulk(numbers.map((number) => ({ name: "webhook", data: { number }, opts: { attempts: 3, removeOnComplete: true } })));
}

let done;
const worker = new Worker("webhooks", ({ data }) => {
  done ??= stopwatch();
  return webhooks.send(data.number);
}, { connection, concurrency });
await new Promise((resolve, reject) => {
  let completed = 0;
  worker.on("completed", () => ++completed === count && resolve());
  worker.on("failed", (_, error) => reject(error));
  worker.on("error", reject);
});
done("bullmq", count);
await Promise.all([worker.close(), queue.close(), webhooks.close()]);
