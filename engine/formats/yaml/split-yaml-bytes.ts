const marker = '\n---\n';

/**
 * Cuts a YAML stream into pieces at the markers that programs write, before any of it is decoded.
 *
 * in      UTF-8
 * out     views of the bytes, in order, each with whole documents: nearly always one. Other forms of markers stay inside of a piece,
 *         for `splitYamlStream` to cut at
 * cost    one fast pass
 */
export function splitYamlBytes(bytes: Uint8Array): readonly Buffer[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: Buffer[] = [];
  let start = 0;
  for (let at = all.indexOf(marker); at >= 0; at = all.indexOf(marker, start)) {
    pieces.push(all.subarray(start, at + 1));
    start = at + marker.length;
  }
  pieces.push(all.subarray(start));
  return pieces;
}
