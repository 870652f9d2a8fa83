import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { referencePages } from './reference-pages.ts';

/** Writes docs/reference anew: `npm run docs`. */
const folder = join(import.meta.dirname, '../../docs/reference');
const pages = await referencePages();
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (entry.isFile()) rmSync(join(entry.parentPath, entry.name));
}
for (const [name, text] of pages) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stderr.write(`docs/reference/${name}\n`);
}
