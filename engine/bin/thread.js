// The entry of every thread: turns the compile cache on, which threads do not inherit, and only then loads the module that it is given.
// Plain JavaScript, so that no thread has to start what takes types away.
import module from 'node:module';
import { resolveFast } from './resolve-fast.js';

const [, , entry = '', home = ''] = process.argv;
module.enableCompileCache?.();
resolveFast(home, entry.endsWith('.ts') ? '.ts' : '.js');
await import(entry);
