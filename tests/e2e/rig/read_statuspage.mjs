// Reads a status page with two clients that others wrote, and prints what they understood. Usage: node read_statuspage.mjs URL
import first from "statuspage.js";
import second from "statuspage.io";

const url = process.argv[2];

const updates = new first.Statuspage("any");
updates.axios.defaults.baseURL = `${url}/api/v2`;

const client = new second.Statuspage("any");
client.setApiUrl(url);

const read = {
  "statuspage.js": {
    summary: await updates.summary(),
    status: await updates.status(),
    components: await updates.components(),
    incidents: await updates.allIncidents(),
    unresolved: await updates.unresolvedIncidents(),
    maintenances: await updates.allScheduledMaintenances(),
    active: await updates.activeScheduledMaintenances(),
    upcoming: await updates.upcomingScheduledMaintenances(),
  },
  "statuspage.io": {
    summary: await client.api.getSummary(),
    status: await client.api.getStatus(),
    components: await client.api.getComponents(),
    incidents: await client.api.incidents.getAll(),
    unresolved: await client.api.incidents.getUnresolved(),
    maintenances: await client.api.scheduledMaintenances.getAll(),
  },
  // That client turns what looks like a date into one; a title or a text must not.
  dates_are_dates: (await updates.summary()).page.updated_at instanceof Date,
};
process.stdout.write(JSON.stringify(read));
