import { contentOf } from '../../formats/content.ts';
import { readLines, type TextLine } from '../../formats/text/read-lines.ts';

/** The longest line that is read; no advisory is a tenth of it. */
export const longestLineBytes = 16 * 1024 * 1024;
const newline = 0x0a;

/**
 * The lines of text that comes in chunks, in blocks as they come.
 *
 * out     as `readLines`: lines that cannot be read are marked, never left out
 * cost    memory for one chunk, or one line of up to 16 MiB; what a longer line has is passed over
 */
export async function* linesOfChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly TextLine[]> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let number = 1;
  let skipping = false;
  const take = (bytes: Uint8Array, isLast: boolean): readonly TextLine[] => {
    const lines = [...readLines(contentOf(bytes))].map((line) => ({ ...line, number: number + line.number - 1 }));
    number += lines.length;
    return lines.map(({ trouble, ...line }) => (trouble && (isLast || trouble !== 'no-newline') ? { ...line, trouble } : line));
  };
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(newline) + 1;
    const from = skipping ? chunk.indexOf(newline) + 1 : 0;
    if (skipping && end === 0) continue;
    skipping = false;
    if (end > 0) {
      const block = Buffer.concat([...held, chunk.subarray(from, end)]);
      held = [];
      heldBytes = 0;
      if (block.length > 0) yield take(block, false);
    }
    held.push(chunk.subarray(end));
    heldBytes += chunk.length - end;
    if (heldBytes <= longestLineBytes) continue;
    yield [{ number, text: '', trouble: 'too-long' }];
    number += 1;
    held = [];
    heldBytes = 0;
    skipping = true;
  }
  if (heldBytes > 0) yield take(Buffer.concat(held), true);
}
