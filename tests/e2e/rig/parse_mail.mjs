// Reads one mail on standard input, writes what the published `mailparser` package makes of it as JSON.
import { simpleParser } from "mailparser";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const mail = await simpleParser(Buffer.concat(chunks));
process.stdout.write(
  JSON.stringify({
    from: mail.from?.text,
    to: mail.to?.text,
    subject: mail.subject,
    date: mail.date,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: [mail.references ?? []].flat(),
    text: mail.text,
    html: mail.html || "",
    attachments: mail.attachments.length,
    headers: mail.headerLines.map(({ key, line }) => [key, line]),
  }),
);
