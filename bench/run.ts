import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { advisories } from './advisories.ts';
import { corpus } from './corpus.ts';
import { example } from './example.ts';
import type { Benchmark, Figure } from './figure.ts';
import { growth } from './growth.ts';
import { images } from './images.ts';
import { matching } from './matching.ts';
import { memory } from './memory.ts';
import { reach } from './reach.ts';
import { records } from './records.ts';
import { registry } from './registry.ts';
import { singleImage } from './single-image.ts';
import { start } from './start.ts';

/**
 * `npm run bench`: measures, and prints the table of docs/performance.md. Words are names of benchmarks to run; `--write` puts the table
 * into the page. Never part of the tests: figures depend on the machine and on what else runs there.
 */
const benchmarks: readonly Benchmark[] = [
  start,
  images,
  example,
  corpus,
  singleImage,
  registry,
  memory,
  advisories,
  records,
  growth,
  matching,
  reach,
];
const root = join(import.meta.dirname, '..');
const data = resolve(root, process.env.PLIMSOLL_DATA ?? '../shared/data');
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const unknown = words.filter((word) => !benchmarks.some(({ name }) => name === word));
if (unknown.length > 0) {
  process.stderr.write(
    `bench: ${unknown.join(', ')} is no benchmark; there are ${benchmarks.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(2);
}

const begun = loadavg()[0] ?? 0;
const lines: string[] = [];
for (const benchmark of benchmarks.filter(({ name }) => words.length === 0 || words.includes(name)))
  lines.push(...(await run(benchmark)));
const page = [machine(), '', '| what | measured | target | commands |', '|---|---|---|---|', ...lines, ''].join('\n');
process.stdout.write(page);
if (process.argv.includes('--write')) writePage(page);

async function run({ name, measure }: Benchmark): Promise<readonly string[]> {
  process.stderr.write(`${name} …\n`);
  const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  mkdirSync(scratch, { recursive: true });
  try {
    const figures = await measure({ root, scratch, data });
    return typeof figures === 'string' ? [`| ${name} | not here: ${figures} | | |`] : figures.map(toLine);
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return [`| ${name} | failed | | |`];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function toLine({ name, measured, target, commands }: Figure): string {
  const judged = target ? `${target.text} ${target.isMet ? '✓' : '✗'}` : '';
  return `| ${name} | ${measured} | ${judged} | ${commands.map((command) => `\`${command}\``).join('<br>')} |`;
}

function machine(): string {
  const model = cpus()[0]?.model ?? 'an unknown processor';
  const load = `${begun.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`;
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `Measured on ${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} × ${model}, ${memory} GB, ${process.platform} on ${process.arch}, Node ${process.version}; load ${load}.`;
}

function writePage(text: string): void {
  const file = join(root, 'docs/performance.md');
  const between = /(?<=<!-- figures -->\n)[\s\S]*?(?=<!-- end -->)/;
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(between, () => `\n${text}\n`),
  );
}
