#!/usr/bin/env node
// The one entry: makes sure of Node's version, turns the compile cache on, and only then loads the program.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { findNode, isNewEnough } from './find-node.js';

if (isNewEnough()) {
  module.enableCompileCache?.();
  const source = new URL('../cli/main.ts', import.meta.url);
  const { main } = await import(existsSync(source) ? source.href : new URL('../dist/cli/main.js', import.meta.url).href);
  await main(process.argv.slice(2));
} else {
  const node = findNode(import.meta.dirname);
  if (node) {
    const { spawnSync } = await import('node:child_process');
    const ran = spawnSync(node, ['--disable-warning=ExperimentalWarning', import.meta.filename, ...process.argv.slice(2)], {
      stdio: 'inherit',
    });
    process.exitCode = ran.status ?? 1;
  } else {
    process.stderr.write(
      `plimsoll: Node 24.10 or newer is needed; this is ${process.version}. Install one from https://nodejs.org\n`,
    );
    process.exitCode = 2;
  }
}
