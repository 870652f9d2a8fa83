import { bytesOf, type Content } from '../../../formats/content.ts';
import { openEntry } from '../../../formats/zip/open-entry.ts';
import { zipEntries } from '../../../formats/zip/zip-directory.ts';
import type { ZipFlaw } from '../../../formats/zip/zip-flaw.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';

const unit = 'gather/packages/python';
const metadata = 'EGG-INFO/PKG-INFO';
const maxMetadataBytes = 4 * 1024 * 1024;

/**
 * The distribution in a zipped egg.
 *
 * in      how its metadata are read
 * out     empty for an archive without them, which only has the name of an egg
 * gaps    zip-unreadable, too-large, encrypted, compression-unknown, and those of the metadata
 * source  setuptools documentation, "The Internal Structure of Python Eggs"
 */
export function readEgg(
  { path, content }: { readonly path: string; readonly content: Content },
  read: (path: string, bytes: Uint8Array) => Reading<Package>,
): Reading<Package> {
  for (const entry of zipEntries(content)) {
    if (entry.kind === 'flaw') return { items: [], gaps: [toGap(path, entry)] };
    if (entry.name !== metadata) continue;
    const opened = openEntry(content, entry, { maxBytes: maxMetadataBytes });
    const member = `${path}!/${metadata}`;
    return opened.kind === 'flaw' ? { items: [], gaps: [toGap(member, opened)] } : read(member, bytesOf(opened.content));
  }
  return { items: [], gaps: [] };
}

function toGap(path: string, { code, detail }: ZipFlaw): Gap {
  return { code, unit, path, detail };
}
