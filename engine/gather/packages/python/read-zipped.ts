import { bytesOf, type Content } from '../../../formats/content.ts';
import { openEntry } from '../../../formats/zip/open-entry.ts';
import { zipEntries } from '../../../formats/zip/zip-directory.ts';
import type { ZipFlaw } from '../../../formats/zip/zip-flaw.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';

const unit = 'gather/packages/python';
const maxMetadataBytes = 4 * 1024 * 1024;
/** No application has nearly as many. */
const maxDistributions = 5_000;

/** Which members of an archive are metadata, and how they are read. */
export interface ZippedMetadata {
  isMetadata(name: string): boolean;
  read(path: string, bytes: Uint8Array): Reading<Package>;
}

/**
 * The distributions in an archive that Python imports from without unpacking it: a zipped egg, or an application in one file.
 *
 * out     empty for an archive without metadata, which only has such a name
 * gaps    zip-unreadable, too-large, encrypted, compression-unknown, and those of the metadata
 * cost    O(directory), and the metadata
 * source  setuptools documentation, "The Internal Structure of Python Eggs"; Python documentation, zipapp
 */
export function readZipped(
  { path, content }: { readonly path: string; readonly content: Content },
  { isMetadata, read }: ZippedMetadata,
): Reading<Package> {
  const items: Package[] = [];
  const gaps: Gap[] = [];
  let distributions = 0;
  for (const entry of zipEntries(content)) {
    if (entry.kind === 'flaw') {
      gaps.push(toGap(path, entry));
      continue;
    }
    if (!isMetadata(entry.name)) continue;
    const member = `${path}!/${entry.name}`;
    distributions += 1;
    if (distributions > maxDistributions) {
      gaps.push(toGap(member, tooMany));
      break;
    }
    const opened = openEntry(content, entry, { maxBytes: maxMetadataBytes });
    const found = opened.kind === 'flaw' ? { items: [], gaps: [toGap(member, opened)] } : read(member, bytesOf(opened.content));
    items.push(...found.items);
    gaps.push(...found.gaps);
  }
  return { items, gaps };
}

const tooMany: ZipFlaw = { kind: 'flaw', code: 'too-large', detail: `holds more than ${maxDistributions} distributions` };

function toGap(path: string, { code, detail }: ZipFlaw): Gap {
  return { code, unit, path, detail };
}
