import { spawn } from 'node:child_process';

/** Everything that must hold before a commit, in under a minute: types, lint and format, unit tests with architecture and budgets. */
const steps: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { name: 'lint and format', command: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'] },
  { name: 'unit tests', command: ['tools/test.ts', '--unit'] },
];

for (const step of steps) {
  process.stderr.write(`== ${step.name}\n`);
  const code = await new Promise<number>((done) => {
    spawn(process.execPath, step.command, { stdio: 'inherit' }).on('exit', (exit) => done(exit ?? 1));
  });
  if (code !== 0) {
    process.stderr.write(`check failed: ${step.name}\n`);
    process.exit(code);
  }
}
process.stderr.write('check passed\n');
