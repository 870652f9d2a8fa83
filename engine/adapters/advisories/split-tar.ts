import { createTarParser } from '../../formats/tar/parse-tar.ts';
import type { FeedPart } from '../../gather/advisories/feed-file.ts';
import { toGapPart } from './gap-part.ts';

const maxFileBytes = 256 * 1024 * 1024;

/**
 * The documents of the files in a tar archive.
 *
 * in      how one file is split
 * gaps    too-large (a file of more than 256 MiB), and those of the archive
 * cost    memory for the files that one chunk ends
 */
export async function* splitTar(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  split: (bytes: Uint8Array, inner: string) => AsyncIterable<FeedPart>,
): AsyncGenerator<FeedPart> {
  const ready: { path: string; bytes: Uint8Array }[] = [];
  const gaps: FeedPart[] = [];
  const parser = createTarParser({
    gap: (gap) => gaps.push({ kind: 'gap', gap: { ...gap, path: gap.path ? `${path}!/${gap.path}` : path } }),
    entry(entry) {
      const inner = `${path}!/${entry.path}`;
      if (entry.kind !== 'file' || entry.sizeBytes === 0) return undefined;
      if (entry.sizeBytes > maxFileBytes) {
        gaps.push(toGapPart('too-large', inner, `the file has ${entry.sizeBytes} bytes; the limit is ${maxFileBytes}`));
        return undefined;
      }
      const parts: Uint8Array[] = [];
      return {
        write: (chunk) => void parts.push(Uint8Array.from(chunk)),
        end: () => void ready.push({ path: inner, bytes: Buffer.concat(parts) }),
      };
    },
  });
  for await (const chunk of chunks) {
    parser.push(chunk);
    for (const file of ready.splice(0)) yield* split(file.bytes, file.path);
    yield* gaps.splice(0);
  }
  parser.end();
  for (const file of ready.splice(0)) yield* split(file.bytes, file.path);
  yield* gaps.splice(0);
}
