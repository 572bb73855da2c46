// What a peer says of its run, as the drivers of Candor do: "NAME RATE/s CPU us".
export function stopwatch() {
  const cpu = process.cpuUsage();
  const begin = process.hrtime.bigint();
  return (name, count) => {
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    const used = process.cpuUsage(cpu);
    console.log(`${name} ${(count / seconds).toFixed(0)}/s ${((used.user + used.system) / count).toFixed(1)} us`);
  };
}
