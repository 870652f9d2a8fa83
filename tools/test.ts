import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

/**
 * Runs the tests. `--unit` leaves out those that build images, start servers or render real releases; `--update` rewrites
 * golden files; any other word is a part of the path of the test files to run.
 */
const words = process.argv.slice(2);
const flags = words.filter((word) => word.startsWith('--'));
const wanted = words.filter((word) => !word.startsWith('--'));
const unknown = flags.filter((flag) => flag !== '--unit' && flag !== '--update');
if (unknown.length > 0) {
  process.stderr.write(`tools/test.ts: ${unknown.join(', ')} is not a flag of the tests; there are --unit and --update\n`);
  process.exit(2);
}

const slow = /^engine\/test\/(peers|e2e)\//;
const files = globSync(['engine/**/*.test.ts', 'tools/**/*.test.ts', 'examples/**/*.test.ts'], {
  exclude: ['**/node_modules/**', 'engine/dist/**'],
})
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)))
  .sort();

/** Unit tests share one process, which starts once and not a few hundred times; those with servers and tools have one each. */
const groups = [
  { name: 'unit', flags: ['--test-isolation=none'], files: files.filter((file) => !slow.test(file)) },
  { name: 'peer and end-to-end', flags: ['--test-concurrency=2'], files: files.filter((file) => slow.test(file)) },
].filter((group) => group.files.length > 0 && !(flags.includes('--unit') && group.name !== 'unit'));
if (groups.length === 0) {
  process.stderr.write(`tools/test.ts: no test file has ${wanted.join(' or ')} in its path\n`);
  process.exit(2);
}

const env = { ...process.env, ...(flags.includes('--update') && { PLIMSOLL_UPDATE: '1' }), NO_COLOR: '1' };
const failed = groups.filter((group) => {
  process.stderr.write(`${group.files.length} files of ${group.name} tests …\n`);
  const words = [
    '--import',
    './engine/test/seed.ts',
    '--test',
    ...group.flags,
    `--test-reporter=${process.env.CI ? 'spec' : 'dot'}`,
    ...group.files,
  ];
  return spawnSync(process.execPath, words, { stdio: 'inherit', env }).status !== 0;
});
process.exit(failed.length === 0 ? 0 : 1);
