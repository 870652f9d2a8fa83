import { isObject } from '../structure/check.ts';
import type { Flaw } from '../structure/rule.ts';

/**
 * What is wrong between the parts of a document: references that two things go by, that lead nowhere, and license expressions beside
 * other licenses where a version forbids them.
 *
 * in      the document as its JSON form has it, however deep
 * cost    O(size)
 */
export function checkReferences(document: Readonly<Record<string, unknown>>, specVersion: string): readonly Flaw[] {
  const declared = new Map<string, string>();
  const flaws: Flaw[] = [];
  for (const { at, value } of walk(document)) {
    const own = value['bom-ref'];
    if (typeof own === 'string') {
      const first = declared.get(own);
      if (first !== undefined)
        flaws.push({ at: `${at}.bom-ref`, detail: `is ${show(own)}, by which ${first} goes already`, within: value });
      else declared.set(own, at);
    }
    if (specVersion < '1.7' && mixesExpression(value.licenses))
      flaws.push({ at: `${at}.licenses`, detail: 'has an expression beside other licenses', within: value });
  }
  for (const { at, ref, within } of linksOf(document))
    if (!declared.has(ref) && !ref.startsWith('urn:cdx:'))
      flaws.push({ at, detail: `is ${show(ref)}, by which nothing goes`, within });
  return flaws;
}

interface Visited {
  readonly at: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Every object of a document. A place is only put together where it is deeper than that of its parent by one step. */
function* walk(document: Readonly<Record<string, unknown>>): Generator<Visited> {
  const open: Visited[] = [{ at: '', value: document }];
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    const found: Visited[] = [];
    for (const [key, value] of Object.entries(next.value))
      collect(value, shorten(next.at === '' ? key : `${next.at}.${key}`), found);
    for (const one of found.reverse()) open.push(one);
  }
}

function collect(value: unknown, at: string, found: Visited[]): void {
  if (isObject(value)) found.push({ at, value });
  else if (Array.isArray(value))
    for (const [index, entry] of value.entries()) if (isObject(entry)) found.push({ at: `${at}[${index}]`, value: entry });
}

/** A million levels would make a million places of a million parts. */
function shorten(at: string): string {
  return at.length > 2_000 ? `…${at.slice(-1_000)}` : at;
}

function mixesExpression(licenses: unknown): boolean {
  return Array.isArray(licenses) && licenses.length > 1 && licenses.some((entry) => isObject(entry) && 'expression' in entry);
}

interface Link {
  readonly at: string;
  readonly ref: string;
  readonly within: object;
}

function* linksOf(document: Readonly<Record<string, unknown>>): Generator<Link> {
  yield* linksIn(document, 'dependencies', ['ref', 'dependsOn', 'provides']);
  yield* linksIn(document, 'compositions', ['assemblies', 'dependencies', 'vulnerabilities']);
  yield* linksIn(document, 'annotations', ['subjects']);
  yield* linksIn(document, 'citations', ['attributedTo', 'process']);
}

function* linksIn(document: Readonly<Record<string, unknown>>, part: string, fields: readonly string[]): Generator<Link> {
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
