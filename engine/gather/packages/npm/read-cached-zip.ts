import { bytesOf, type Content } from '../../../formats/content.ts';
import { openEntry } from '../../../formats/zip/open-entry.ts';
import { zipEntries } from '../../../formats/zip/zip-directory.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import { findPlacement } from './placement.ts';
import { readManifest } from './read-manifest.ts';

const unit = 'gather/packages/npm';
const maxManifestBytes = 4 * 1024 * 1024;
/** A package with those that it bundles; none has nearly as many. */
const maxManifests = 2_000;

/**
 * The packages of an archive in Yarn's cache, from which programs run without unpacking it: itself, and what it bundles.
 *
 * gaps    zip-unreadable, too-large, encrypted, compression-unknown, and those of `package.json`
 * cost    O(directory), and the `package.json` files
 * source  Yarn 4 documentation, "Plug'n'Play"
 */
export function readCachedZip(path: string, content: Content): Reading<Package> {
  const items: Package[] = [];
  const gaps: Gap[] = [];
  let manifests = 0;
  for (const entry of zipEntries(content)) {
    if (entry.kind === 'flaw') {
      gaps.push({ code: entry.code, unit, path, detail: entry.detail });
      continue;
    }
    if (findPlacement(entry.name) !== 'installed') continue;
    manifests += 1;
    const member = `${path}!/${entry.name}`;
    const opened = manifests > maxManifests ? tooMany : openEntry(content, entry, { maxBytes: maxManifestBytes });
    if (opened.kind === 'flaw') {
      gaps.push({ code: opened.code, unit, path: member, detail: opened.detail });
      if (opened === tooMany) break;
      continue;
    }
    const found = readManifest({ path: member, bytes: bytesOf(opened.content), certainty: 'certain' });
    items.push(...found.items);
    gaps.push(...found.gaps);
  }
  return { items, gaps };
}

const tooMany = { kind: 'flaw', code: 'too-large', detail: `holds more than ${maxManifests} packages` } as const;
