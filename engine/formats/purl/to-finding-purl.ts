/**
 * The purl that findings are counted by: all qualifiers but `arch` dropped.
 *
 * in      any purl; it is not parsed, so a broken one comes back without its qualifiers
 * source  docs/concepts/words.md, "Finding"
 */
export function toFindingPurl(purl: string): string {
  const question = purl.indexOf('?');
  if (question < 0) return purl;
  const hash = purl.indexOf('#', question);
  const end = hash < 0 ? purl.length : hash;
  const kept = purl
    .slice(question + 1, end)
    .split('&')
    .filter((pair) => pair.startsWith('arch='));
  return purl.slice(0, question) + (kept[0] ? `?${kept[0]}` : '') + purl.slice(end);
}
