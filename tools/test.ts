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
  .filter((file) => !(flags.includes('--unit') && slow.test(file)))
  .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)))
  .sort();

const node = ['--test', '--test-concurrency=2', `--test-reporter=${process.env.CI ? 'spec' : 'dot'}`, ...files];
const env = { ...process.env, ...(flags.includes('--update') && { PLIMSOLL_UPDATE: '1' }), NO_COLOR: '1' };
process.stderr.write(`Testing ${files.length} files …\n`);
process.exit(spawnSync(process.execPath, node, { stdio: 'inherit', env }).status ?? 1);
