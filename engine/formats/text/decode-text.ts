import { decodeUtf8 } from './decode-utf8.ts';

/**
 * Text of bytes that are UTF-8, or UTF-16 as its byte order mark says (PowerShell writes files so).
 *
 * out     undefined when they are neither; without the byte order mark
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  if (mark === undefined) return decodeUtf8(bytes);
  try {
    return new TextDecoder(mark, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
