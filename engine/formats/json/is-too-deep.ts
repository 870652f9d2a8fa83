/** No document that anybody writes comes near; a parser takes seconds and hundreds of megabytes for millions. */
const deepest = 2000;
/** Shorter texts cost nothing however deep they are. */
const longEnough = 1024 * 1024;
const [quote, backslash, list, listEnd, object, objectEnd] = [...'"\\[]{}'].map((mark) => mark.charCodeAt(0));

/**
 * Whether a long JSON text has values nested more than 2000 deep.
 *
 * cost    one pass, a twentieth of what parsing costs; none for texts below 1 MiB, which are never too deep
 */
export function isTooDeep(text: string): boolean {
  if (text.length < longEnough) return false;
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) isText = !isText;
    else if (isText) {
      if (code === backslash) at++;
    } else if (code === list || code === object) {
      if (++depth > deepest) return true;
    } else if (code === listEnd || code === objectEnd) depth--;
  }
  return false;
}
