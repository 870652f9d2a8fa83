import { canonicalize } from '../reference/reference.ts';
import type { Descriptor } from './descriptor.ts';

/**
 * The canonical references that an entry of a layout's `index.json` goes by.
 *
 * in      the folder of the layout as a repository: its path below the folder of layouts, `/` separators
 * out     the full name that containerd and Docker write; a reference name that is one, `nginx:1.27`; a reference name that is only a tag,
 *         with the folder as repository; without any name, the folder where that holds a tag
 * source  OCI image-spec 1.1, annotations.md (`org.opencontainers.image.ref.name`); containerd, core/images/annotations.go
 */
export function layoutNames({ annotations }: Descriptor, folder: string): ReadonlySet<string> {
  const full = own(annotations, 'io.containerd.image.name');
  const name = own(annotations, 'org.opencontainers.image.ref.name');
  const texts = [full, name === undefined || /[:/@]/.test(name) ? name : `${folder}:${name}`];
  if (full === undefined && name === undefined && /:[^/]*$/.test(folder)) texts.push(folder);
  return new Set(texts.map((text) => (text === undefined ? text : canonicalize(text))).filter((text) => text !== undefined));
}

function own(map: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
