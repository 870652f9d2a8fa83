#!/usr/bin/env node
// The one entry: makes sure of Node's version, turns the compile cache on, and only then loads the program.
import { existsSync } from 'node:fs';
import module from 'node:module';
import v8 from 'node:v8';
import { findNode, isNewEnough } from './find-node.js';
import { resolveFast } from './resolve-fast.js';

if (isNewEnough()) {
  // Printing the version gains nothing from it.
  if (!['--version', '-V'].includes(process.argv[2] ?? '')) await tuneForShortRuns();
  module.enableCompileCache?.();
  const source = new URL('../cli/main.ts', import.meta.url);
  const entry = existsSync(source) ? source : new URL('../dist/cli/main.js', import.meta.url);
  resolveFast(new URL('../', entry).href, entry === source ? '.ts' : '.js');
  const { main } = await import(entry.href);
  await main(process.argv.slice(2));
} else {
  const node = findNode(import.meta.dirname);
  if (node) {
    const { spawnSync } = await import('node:child_process');
    const self = ['--disable-warning=ExperimentalWarning', import.meta.filename];
    const ran = spawnSync(node, [...self, ...process.argv.slice(2)], { stdio: 'inherit' });
    process.exitCode = ran.status ?? 1;
  } else {
    process.stderr.write(
      `plimsoll: Node 24.10 or newer is needed; this is ${process.version}. Install one from https://nodejs.org\n`,
    );
    process.exitCode = 2;
  }
}

/**
 * Settings of the engine for short runs; long ones are as fast as without (docs/performance.md). Most runs end after a few hundred
 * milliseconds: code that is optimized as early as in a server has no time left to pay for it. And functions are compiled with their
 * module, because that is when Node takes what it keeps of it: those that are compiled later, when they are called, it never keeps.
 */
async function tuneForShortRuns() {
  // The names of these settings are those of the engine in it; others say so on every start.
  if (Number.parseInt(process.versions.node, 10) < 26) return;
  await loadFromNode();
  const calls = { 'for-maglev': 2000, 'for-maglev-osr': 1000, 'for-turbofan': 30_000, 'for-osr': 5000 };
  for (const [what, count] of Object.entries(calls)) v8.setFlagsFromString(`--invocation-count-${what}=${count}`);
  v8.setFlagsFromString('--no-lazy');
}

/**
 * What nearly every command takes from Node. Node carries these modules compiled, but the engine refuses compiled code from before one of
 * its settings was changed: loaded first, they cost half.
 */
async function loadFromNode() {
  const names = [
    'buffer',
    'child_process',
    'crypto',
    'events',
    'fs',
    'os',
    'path',
    'path/posix',
    'process',
    'url',
    'util',
    'zlib',
  ];
  await Promise.all(names.map((name) => import(`node:${name}`)));
}
