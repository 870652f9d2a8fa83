import { isObject } from '../structure/check.ts';
import { type Place, writePlace } from '../structure/place.ts';
import { type Flaw, mostFlaws } from '../structure/rule.ts';

type Plain = Readonly<Record<string, unknown>>;

/**
 * What is wrong between the parts of a document: references that two things go by, that lead nowhere, license expressions beside
 * other licenses where a version forbids them, and ranges of versions where they may not be.
 *
 * in      the document as its JSON form has it, however deep
 * cost    O(size)
 */
export function checkReferences(document: Plain, specVersion: string): readonly Flaw[] {
  const declared = new Map<string, Place>();
  const flaws: Flaw[] = [];
  for (const place of walk(document)) {
    if (flaws.length >= mostFlaws) break;
    const { value } = place;
    const own = value['bom-ref'];
    if (typeof own === 'string') {
      const first = declared.get(own);
      // How a thing was made (`formulation`) names the same steps in several places, also in the specification's own examples.
      if (first && !isMaking(place))
        flaws.push({
          at: below(place, 'bom-ref'),
          detail: `is ${show(own)}, by which ${writePlace(first)} goes already`,
          within: value,
        });
      if (!first) declared.set(own, place);
    }
    const range = 'versionRange' in value && rangeTrouble(value);
    if (range) flaws.push({ at: below(place, 'versionRange'), detail: range, within: value });
    if (specVersion < '1.7' && mixesExpression(value.licenses))
      flaws.push({ at: below(place, 'licenses'), detail: 'has an expression beside other licenses', within: value });
  }
  for (const { at, ref, within } of linksOf(document)) {
    if (flaws.length >= mostFlaws) break;
    if (!declared.has(ref) && !ref.startsWith('urn:cdx:'))
      flaws.push({ at, detail: `is ${show(ref)}, by which nothing goes`, within });
  }
  return flaws;
}

interface Visited extends Place {
  readonly value: Plain;
}

function below(above: Place, step: string): string {
  return writePlace({ above, step });
}

/** Every object of a document, in its order. */
function* walk(document: Plain): Generator<Visited> {
  const open: Visited[] = [{ above: undefined, step: '', value: document }];
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    const keys = Object.keys(next.value);
    for (let index = keys.length - 1; index >= 0; index -= 1) {
      const step = keys[index] ?? '';
      const value = next.value[step];
      if (Array.isArray(value)) openList(value, { above: next, step }, open);
      else if (isObject(value)) open.push({ above: next, step, value });
    }
  }
}

function openList(list: readonly unknown[], above: Place, open: Visited[]): void {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const value = list[index];
    if (isObject(value)) open.push({ above, step: index, value });
  }
}

function isMaking(place: Place): boolean {
  return /^formulation\b/.test(writePlace(place));
}

/** Only of a component from elsewhere a range is told, and in place of its version. */
function rangeTrouble({ isExternal, version }: Plain): string | undefined {
  if (isExternal !== true && isExternal !== 'true') return 'is of a component that is not external';
  return version === undefined ? undefined : 'stands beside a version';
}

function mixesExpression(licenses: unknown): boolean {
  return Array.isArray(licenses) && licenses.length > 1 && licenses.some((entry) => isObject(entry) && 'expression' in entry);
}

interface Link {
  readonly at: string;
  readonly ref: string;
  readonly within: object;
}

function* linksOf(document: Plain): Generator<Link> {
  yield* linksIn(document, 'dependencies', ['ref', 'dependsOn', 'provides']);
  yield* linksIn(document, 'compositions', ['assemblies', 'dependencies', 'vulnerabilities']);
  yield* linksIn(document, 'annotations', ['subjects']);
  yield* linksIn(document, 'citations', ['attributedTo', 'process']);
}

function* linksIn(document: Plain, part: string, fields: readonly string[]): Generator<Link> {
  const entries = document[part];
  for (const [index, entry] of Array.isArray(entries) ? entries.entries() : []) {
    if (!isObject(entry)) continue;
    for (const field of fields) {
      const at = `${part}[${index}].${field}`;
      const links = entry[field];
      if (typeof links === 'string') yield { at, ref: links, within: entry };
      else if (Array.isArray(links))
        for (const [place, ref] of links.entries())
          if (typeof ref === 'string') yield { at: `${at}[${place}]`, ref, within: entry };
    }
  }
}

function show(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
