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
 * A document with the extension for vulnerabilities that there was before version 1.4.
 *
 * in      the root element
 * out     undefined where it has none; else its vulnerabilities, in the shape that they have since, and the document with references of
 *         the components that they stand in and that had none
 * cost    O(size)
 * source  CycloneDX, vulnerability extension 1.0, XSD
 */
export function readExtension(
  root: XmlElement,
): { readonly root: XmlElement; readonly vulnerabilities: readonly unknown[] } | undefined {
  const vulnerabilities: unknown[] = [];
  let isThere = false;
  const take = (element: XmlElement): XmlElement => {
    const list = element.children.find(({ name, namespace: of }) => name === 'vulnerabilities' && of.startsWith(namespace));
    isThere ||= list !== undefined;
    const holder = list && element.name === 'component' ? withReference(element, vulnerabilities.length) : element;
    const found = list?.children.filter(({ name }) => name === 'vulnerability') ?? [];
    vulnerabilities.push(...found.map((one) => toCurrent(one, holder.attributes.get('bom-ref'))));
    return { ...holder, children: element.children.map(take) };
  };
  const named = take(root);
  return isThere ? { root: named, vulnerabilities } : undefined;
}

function withReference(component: XmlElement, index: number): XmlElement {
  if (component.attributes.has('bom-ref')) return component;
  return { ...component, attributes: new Map([...component.attributes, ['bom-ref', `component of vulnerability ${index + 1}`]]) };
}

/** One that stands in a component is of that one, whatever its own reference, which some writers count through. */
function toCurrent(element: XmlElement, holder: string | undefined): unknown {
  const stated = fromXml(element, vulnerability).value as Stated;
  const ref = holder ?? stated.ref;
  return {
    ...stated,
    ratings: stated.ratings?.map((one) => ({ ...one, score: one.score?.base })),
    advisories: stated.advisories?.map((url) => ({ url })),
    affects: ref === undefined ? [] : [{ ref }],
  };
}
