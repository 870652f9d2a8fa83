/** What a JSON text may hold at most. */
export interface JsonLimits {
  /** Lists and objects in each other. */
  readonly depth: number;
  readonly values: number;
  /** Of all objects together. */
  readonly members: number;
  /** Members of one object: a parser takes more than its share for those of very wide ones. */
  readonly width?: number;
}

/** No file of a package comes near; a parser takes seconds and hundreds of megabytes for millions. */
const ofFiles: JsonLimits = { depth: 2000, values: 2_000_000, members: 500_000 };
/** Shorter texts cost little whatever they hold. */
const longEnough = 1024 * 1024;
const [quote, backslash, list, listEnd, object, objectEnd, comma, colon] = [...'"\\[]{},:'].map((mark) => mark.charCodeAt(0));

/**
 * Whether a long JSON text is made to be slow: unless other limits are given, values nested more than 2000 deep, two million values, or
 * half a million members of objects.
 *
 * cost    one pass, a twentieth of what parsing costs; none for texts below 1 MiB, which are never too much
 */
export function isTooMuchJson(text: string, most: JsonLimits = ofFiles): boolean {
  const { width = most.members } = most;
  /** Members so far of the objects that are open, by depth. */
  const widths: number[] = [0];
  if (text.length < longEnough) return false;
  let depth = 0;
  let values = 0;
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = textEnd(text, at);
    else if (code === list || code === object) {
      if (++depth > most.depth) return true;
      widths[depth] = 0;
    } else if (code === listEnd || code === objectEnd) depth--;
    else if (code === comma) values++;
    else if (code === colon) {
      members++;
      const own = (widths[depth] ?? 0) + 1;
      if (own > width) return true;
      widths[depth] = own;
    }
  }
  return values > most.values || members > most.members;
}

/** The quote that ends the text which begins at one; the end of it all where none does. */
function textEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let from = end;
    while (text.charCodeAt(from - 1) === backslash && from - 1 > start) from--;
    if ((end - from) % 2 === 0) return end;
  }
  return text.length;
}
