// Checks webhook signatures with the published `standardwebhooks` package. Arguments: the secrets that are valid now.
// Reads one JSON object per line: {"headers": {...}, "body": base64}; writes {"reason": ""} where one of the secrets verifies
// it, else why the last one did not.
import readline from "node:readline";
import { Webhook } from "standardwebhooks";

const verifiers = process.argv.slice(2).map((secret) => new Webhook(secret));

function reasonAgainst({ headers, body }) {
  let reason = "no secret was given";
  for (const verifier of verifiers) {
    try {
      verifier.verify(Buffer.from(body, "base64").toString("utf8"), headers);
      return "";
    } catch (error) {
      reason = error.message || String(error);
    }
  }
  return reason;
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify({ reason: reasonAgainst(JSON.parse(line)) }) + "\n");
}
