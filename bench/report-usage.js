// Loaded before a program that is measured: leaves what it used, when it ends. JavaScript, so that nothing is stripped first.
import { writeFileSync } from 'node:fs';

const file = process.env.PLIMSOLL_BENCH_USAGE;
// Programs that it starts are not meant, and its threads take the environment from here. It loads nothing else: that would be counted.
delete process.env.PLIMSOLL_BENCH_USAGE;
if (file) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 }));
  });
}
