// Mails through nodemailer's pool, with texts of the same length. Stores nothing.
//   node nodemailer_pool.mjs PORT COUNT CONNECTIONS
import nodemailer from "nodemailer";
import { stopwatch } from "./stopwatch.mjs";

const [port, count, connections] = process.argv.slice(2).map(Number);
const transport = nodemailer.createTransport({ pool: true, host: "127.0.0.1", port, secure: false, ignoreTLS: true, maxConnections: connections, maxMessages: Infinity });
const text = "x".repeat(500) + "\n";
const html = "<p>" + "x".repeat(500) + "</p>\n";

let started = 0;
async function worker() {
  while (started < count) {
    const to = `customer${started++}@example.org`;
    await transport.sendMail({ from: "status@example.test", to, subject: "Card payments fail", text, html });
  }
}

const done = stopwatch();
await Promise.all(Array.from({ length: connections }, worker));
done("nodemailer", count);
transport.close();
