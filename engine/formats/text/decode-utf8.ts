const strict = new TextDecoder('utf-8', { fatal: true });

/**
 * Text of bytes that have to be UTF-8.
 *
 * out     undefined when they are not; a byte order mark at the start is left out
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
