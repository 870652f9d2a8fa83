/**
 * JSON from outside.
 *
 * out     the value, or what is wrong with the document as the end of a sentence
 */
export function parseJson(bytes: Uint8Array, maxBytes: number): { readonly value?: unknown; readonly trouble?: string } {
  if (bytes.length > maxBytes) return { trouble: `has ${bytes.length} bytes; the limit is ${maxBytes}` };
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch (error) {
    return { trouble: error instanceof SyntaxError ? 'is not JSON' : 'is not UTF-8 text' };
  }
}
