import { fromXml } from '../structure/from-xml.ts';
import { list, object, text } from '../structure/rule.ts';
import type { XmlElement } from '../xml/read-xml.ts';

const namespace = 'http://cyclonedx.org/schema/ext/vulnerability/';

const rating = object({
  score: object({ base: text, impact: text, exploitability: text }),
  severity: text,
  method: text,
  vector: text,
});
const vulnerability = object(
  {
    ref: text,
    id: text,
    source: object({ name: text, url: text }, { attributes: ['name'] }),
    ratings: list(() => rating, 'rating'),
    cwes: list(() => text, 'cwe'),
    description: text,
    recommendations: list(() => text, 'recommendation'),
    advisories: list(() => text, 'advisory'),
  },
  { attributes: ['ref'] },
);

/** As the rule above makes it; everything in it may be missing. */
interface Stated {
  readonly ref?: string;
  readonly ratings?: readonly { readonly score?: { readonly base?: string } }[];
  readonly advisories?: readonly string[];
}

/**
 * The vulnerabilities of the extension that documents had before version 1.4, in the shape that they have since: of the document, and
 * of each component in it.
 *
 * in      the root element
 * out     undefined where the document has no such list
 * cost    O(size)
 * source  CycloneDX, vulnerability extension 1.0, XSD
 */
export function extensionVulnerabilities(root: XmlElement): readonly unknown[] | undefined {
  const lists: { readonly holder: XmlElement; readonly list: XmlElement }[] = [];
  const open = [root];
  for (let element = open.pop(); element; element = open.pop()) {
    for (const child of element.children.toReversed()) {
      if (!child.namespace.startsWith(namespace)) open.push(child);
      else if (child.name === 'vulnerabilities') lists.push({ holder: element, list: child });
    }
  }
  if (lists.length === 0) return undefined;
  return lists.flatMap(({ holder, list: { children } }) =>
    children.filter(({ name }) => name === 'vulnerability').map((child) => toCurrent(child, holder)),
  );
}

/** What names no component is of the one that it stands in. */
function toCurrent(element: XmlElement, holder: XmlElement): unknown {
  const stated = fromXml(element, vulnerability).value as Stated;
  const ref = stated.ref ?? holder.attributes.get('bom-ref');
  return {
    ...stated,
    ratings: stated.ratings?.map((one) => ({ ...one, score: one.score?.base })),
    advisories: stated.advisories?.map((url) => ({ url })),
    affects: ref === undefined ? [] : [{ ref }],
  };
}
