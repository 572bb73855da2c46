// Mails through nodemailer's pool, with texts of the same length. Stores nothing.
//   node nodemailer_pool.mjs PORT COUNT CONNECTIONS
import nodemailer from "nodemailer";

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

const cpu = process.cpuUsage();
const begin = process.hrtime.bigint();
await Promise.all(Array.from({ length: connections }, worker));
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
const used = process.cpuUsage(cpu);
console.log(`nodemailer ${(count / seconds).toFixed(0)}/s ${((used.user + used.system) / count).toFixed(1)} us`);
transport.close();
