import type { LayerInput } from './layer-input.ts';

/** Sockets give 64 KiB at a time; sixteen of these in one message cost a thread a tenth of what they cost one by one. */
const mostPartBytes = 1024 * 1024;

/**
 * The bytes of a store in larger parts, each in memory of its own that can be handed to another thread.
 *
 * in      `sizeBytes`: as many are expected, 0 when nobody knows; a chunk may be used for something else once the next is asked for
 * cost    each byte is copied once
 */
export async function* gatherParts(
  { open }: Pick<Extract<LayerInput, { kind: 'stream' }>, 'open'>,
  sizeBytes: number,
  partBytes: number = mostPartBytes,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let expected = sizeBytes;
  const create = () => new Uint8Array(Buffer.allocUnsafeSlow(expected > 0 ? Math.min(expected, partBytes) : partBytes).buffer);
  let part: Uint8Array<ArrayBuffer> | undefined;
  let filled = 0;
  for await (const chunk of await open()) {
    for (let at = 0; at < chunk.length; ) {
      part ??= create();
      const taken = Math.min(part.length - filled, chunk.length - at);
      part.set(chunk.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled < part.length) continue;
      expected -= filled;
      yield part;
      part = undefined;
      filled = 0;
    }
  }
  if (part) yield part.subarray(0, filled);
}
