/** A file's place is `dirNames[dirIndexes[n]] + baseNames[n]`. */
const tags = { dirIndexes: 1116, baseNames: 1117, dirNames: 1118 };
const int32 = 4;
const stringArray = 8;
const entryBytes = 16;
const utf8 = new TextDecoder();

interface List {
  readonly at: number;
  readonly count: number;
}

/**
 * The files that a package header lists, directories among them.
 *
 * in      a header that `readHeader` could read
 * out     paths without a leading slash; none where the three lists are missing or do not lie in the header
 * source  rpm 4.18, docs/manual/format_header.md; include/rpm/rpmtag.h
 */
export function* readFiles(bytes: Uint8Array): Generator<string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const valuesAt = 8 + view.getUint32(0) * entryBytes;
  const lists = new Map<number, List>();
  for (let at = 8; at < valuesAt; at += entryBytes) {
    const tag = view.getUint32(at);
    const type = tag === tags.dirIndexes ? int32 : stringArray;
    if (tag < tags.dirIndexes || tag > tags.dirNames || view.getUint32(at + 4) !== type) continue;
    lists.set(tag, { at: valuesAt + view.getUint32(at + 8), count: view.getUint32(at + 12) });
  }
  const [indexes, names, folders] = [tags.dirIndexes, tags.baseNames, tags.dirNames].map((tag) => lists.get(tag));
  if (!indexes || !names || !folders || indexes.at + names.count * 4 > bytes.length) return;
  const folderNames = [...strings(bytes, folders)];
  let number = 0;
  for (const name of strings(bytes, names)) {
    const folder = folderNames[view.getUint32(indexes.at + 4 * number++)];
    if (folder !== undefined) yield (folder + name).replace(/^\/+/, '');
  }
}

/** NUL-ended, one after the other; fewer than stated where the header ends before. */
function* strings(bytes: Uint8Array, { at, count }: List): Generator<string> {
  let start = at;
  for (let number = 0; number < count; number++) {
    const end = bytes.indexOf(0, start);
    if (end < 0) return;
    yield utf8.decode(bytes.subarray(start, end));
    start = end + 1;
  }
}
