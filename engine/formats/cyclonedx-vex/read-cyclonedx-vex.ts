import type { DecisionProduct } from '../../model/triage-decision.ts';
import { isObject, listAt, type Members, memberAt, objectsAt, textAt } from '../json/members.ts';
import { checkStatement, joinReadings, toUtc, type VexFlaw, type VexReading } from '../vex/stated-vex.ts';
import { justificationOfWord, statusOfState } from './vex-words.ts';

const deepest = 100;

/** Whether a JSON value means to be a CycloneDX document. */
export function isCycloneDxDocument(value: unknown): boolean {
  return textAt(value, 'bomFormat') === 'CycloneDX';
}

/**
 * The statements of a CycloneDX document: a VEX alone, whose products are links into a BOM, or analyses in a BOM itself.
 *
 * in      the value of a JSON document
 * out     what has no analysis is a finding of whoever wrote it, and no statement. A component of a BOM about an image is that package in
 *         that image, and in no other
 * source  CycloneDX 1.6, "Vulnerability exploitability" and "BOM-Link"
 */
export function readCycloneDxVex(value: unknown): VexReading {
  const image = readImage(memberAt(value, 'metadata', 'component'));
  const names = nameComponents(value, image);
  const documentTime = toUtc(textAt(value, 'metadata', 'timestamp'));
  return joinReadings(
    listAt(value, 'vulnerabilities').map((vulnerability, index): VexReading => {
      const at = ['vulnerabilities', index];
      if (!isObject(vulnerability)) return { statements: [], flaws: [{ at, detail: 'is no vulnerability' }] };
      const analysis = memberAt(vulnerability, 'analysis');
      const state = textAt(analysis, 'state');
      if (state === undefined) return { statements: [], flaws: [] };
      const stated = textAt(analysis, 'justification');
      const statedAt = toUtc(textAt(analysis, 'lastUpdated') ?? textAt(vulnerability, 'updated')) ?? documentTime;
      const text = textAt(analysis, 'detail') ?? (state === 'false_positive' ? 'a false positive' : undefined);
      const status = statusOfState.get(state) ?? state;
      const { products, flaws } = readAffects(vulnerability, { at, status, names, image });
      const checked = checkStatement({
        at: [...at, 'analysis'],
        ids: idsOf(vulnerability),
        status,
        justification: stated === undefined ? undefined : (justificationOfWord.get(stated) ?? stated),
        products,
        ...(text !== undefined && { text }),
        ...(statedAt !== undefined && { statedAt }),
      });
      return joinReadings([checked, { statements: [], flaws }]);
    }),
  );
}

function idsOf(vulnerability: Members): readonly string[] {
  const ids = [textAt(vulnerability, 'id'), ...objectsAt(vulnerability, 'references').map((one) => textAt(one, 'id'))];
  return [...new Set(ids.filter((id) => id !== undefined))];
}

interface Surroundings {
  readonly at: readonly (string | number)[];
  readonly status: string;
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly image: readonly string[];
}

/** Ranges of versions are not read: a product that is only clear in some is not taken for clear in all. */
function readAffects(vulnerability: Members, { at, status, names, image }: Surroundings) {
  const products: DecisionProduct[] = [];
  const flaws: VexFlaw[] = [];
  for (const [index, affected] of listAt(vulnerability, 'affects').entries()) {
    const ref = textAt(affected, 'ref');
    const versions = objectsAt(affected, 'versions');
    const place = [...at, 'affects', index];
    const isPartly = versions.some((entry) => textAt(entry, 'range') !== undefined || textAt(entry, 'status') === 'unaffected');
    if (ref === undefined) flaws.push({ at: place, detail: 'refers to nothing' });
    else if (isPartly && (status === 'not_affected' || status === 'fixed'))
      flaws.push({ at: [...place, 'versions'], detail: 'limits it to ranges of versions, which are not read; left out' });
    else products.push(toProduct(ref, names, image));
  }
  return { products, flaws };
}

function toProduct(ref: string, names: Surroundings['names'], image: readonly string[]): DecisionProduct {
  const known = names.get(ref);
  if (known && image.length > 0)
    return known === image ? { ids: image, subcomponents: [] } : { ids: image, subcomponents: known };
  return known ? { ids: known, subcomponents: [] } : linkToProduct(ref);
}

/** A link, `urn:cdx:SERIAL/VERSION#REF`: into one of our own SBOMs, whose references say what they are, or to a purl. */
function linkToProduct(ref: string): DecisionProduct {
  const hash = ref.indexOf('#');
  const own = decode(ref.startsWith('urn:cdx:') && hash > 0 ? ref.slice(hash + 1) : ref);
  const [, image, , purl] = /^image:([^|]*)\|([^#]*)(?:#(pkg:.*))?$/s.exec(own) ?? [];
  if (image !== undefined) return { ids: [image], subcomponents: purl === undefined ? [] : [purl] };
  return { ids: [own], subcomponents: [] };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Components at every depth by what they are referred to; the subject too. */
function nameComponents(value: unknown, image: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  const subject = memberAt(value, 'metadata', 'component');
  const add = (component: unknown, called: readonly string[]): void => {
    const ref = textAt(component, 'bom-ref');
    if (ref !== undefined && called.length > 0) names.set(ref, called);
  };
  let level = objectsAt(value, 'components');
  for (let depth = 0; level.length > 0 && depth < deepest; depth += 1) {
    for (const component of level) add(component, purlOf(component));
    level = level.flatMap((component) => objectsAt(component, 'components'));
  }
  add(subject, image.length > 0 ? image : purlOf(subject));
  return names;
}

function purlOf(component: unknown): readonly string[] {
  const purl = textAt(component, 'purl');
  return purl === undefined ? [] : [purl];
}

/** The names of the image that a document is about; none where it is about something else. */
function readImage(subject: unknown): readonly string[] {
  const [purl, name, version] = [textAt(subject, 'purl'), textAt(subject, 'name'), textAt(subject, 'version')];
  const isImage = textAt(subject, 'type') === 'container' || /^pkg:(?:oci|docker)\//.test(purl ?? '');
  if (!isImage) return [];
  const full =
    name && version && !/[:@][^/]*$/.test(name) ? `${name}${version.startsWith('sha256:') ? '@' : ':'}${version}` : name;
  const properties = objectsAt(subject, 'properties').filter((one) => /:Repo(?:Tag|Digest)$/.test(textAt(one, 'name') ?? ''));
  const others = properties.flatMap((one) => textAt(one, 'value') ?? []);
  return [...new Set([purl, full, ...others].filter((text) => text !== undefined))];
}
