import { scalarText } from '../json/scalar-text.ts';
import type { SbomSubject } from '../sbom/sbom.ts';
import type { StatedComponent, StatedKind } from '../sbom/stated.ts';
import { toSubject } from '../sbom/to-subject.ts';
import { deepest, isObject } from '../structure/check.ts';
import { lineOf } from '../structure/from-xml.ts';

type Plain = Readonly<Record<string, unknown>>;

/** Types that are no software by themselves: without a purl they are not missed. */
const notSoftware = new Set(['file', 'data', 'machine-learning-model', 'cryptographic-asset', 'device']);

/**
 * The subject of a document, and every component in it: nested ones too, each after the one that holds it.
 *
 * in      the document as its JSON form has it
 * out     what the subject itself holds comes first. A subject that is a package is one of the components. Where there are more than
 *         `most`, some that are beyond them are left out
 * cost    O(components); those nested deeper than `check` looks are left out, and are a flaw there
 */
export function findComponents(
  document: Plain,
  most: number,
): {
  readonly subject: SbomSubject;
  readonly components: readonly StatedComponent[];
} {
  const metadata = isObject(document.metadata) ? document.metadata : {};
  const root = isObject(metadata.component) ? metadata.component : undefined;
  const components: StatedComponent[] = [];
  if (root) {
    const stated = toStated(root, 'metadata.component');
    // The image is what the others are in; its own purl is no package.
    if (stated.kind === 'package' && stated.purl !== undefined) components.push(stated);
    collect(root.components, 'metadata.component.components', { components, most });
  }
  collect(document.components, 'components', { components, most });
  const subject = root ? toSubject(toStated(root, 'metadata.component')) : { name: '', digests: [] };
  return { subject, components };
}

interface Waiting {
  readonly entry: unknown;
  readonly at: string;
  readonly depth: number;
  readonly image: number | undefined;
}

interface Collected {
  readonly components: StatedComponent[];
  readonly most: number;
}

function collect(list: unknown, place: string, { components, most }: Collected): void {
  // One more than are read, so that there being more is told.
  const waitingIn = (inner: unknown, at: string, depth: number, image: number | undefined) =>
    toWaiting(Array.isArray(inner) ? inner.slice(0, most + 1) : [], { at, depth, image });
  const open = waitingIn(list, place, 0, undefined);
  for (let next = open.pop(); next && components.length <= most; next = open.pop()) {
    const { entry, at, depth, image } = next;
    if (!isObject(entry) || depth > deepest / 2) continue;
    const stated = toStated(entry, at, image);
    const index = components.push(stated) - 1;
    for (const one of waitingIn(entry.components, `${at}.components`, depth + 1, stated.kind === 'image' ? index : image))
      open.push(one);
  }
}

/** Last first, as they are taken from the end. */
function toWaiting(entries: readonly unknown[], { at, ...rest }: Omit<Waiting, 'entry'>): Waiting[] {
  return entries.map((entry, index) => ({ entry, at: `${at}[${index}]`, ...rest })).reverse();
}

function toStated(component: Plain, at: string, image?: number): StatedComponent {
  const [version, purl] = [textOf(component.version), textOf(component.purl)];
  const stated: { -readonly [Field in keyof StatedComponent]: StatedComponent[Field] } = {
    kind: kindOf(component, purl, version),
    id: textOf(component['bom-ref']) ?? '',
    name: textOf(component.name) ?? '',
    properties: propertiesOf(component.properties),
    digests: digestsOf(component.hashes),
    at,
  };
  const [group, license, line] = [textOf(component.group), licenseOf(component.licenses), lineOf(component)];
  if (group !== undefined) stated.group = group;
  if (version !== undefined) stated.version = version;
  if (purl !== undefined) stated.purl = purl;
  if (license !== undefined) stated.license = license;
  if (line !== undefined) stated.line = line;
  if (image !== undefined) stated.image = image;
  return stated;
}

function kindOf({ type }: Plain, purl: string | undefined, version: string | undefined): StatedKind {
  if (type === 'operating-system') return 'system';
  if (type === 'container') return 'image';
  if (purl !== undefined) return 'package';
  const isGroup = (type === 'application' && version === undefined) || (typeof type === 'string' && notSoftware.has(type));
  return isGroup ? 'group' : 'package';
}

const none: ReadonlyMap<string, string> = new Map();

function propertiesOf(list: unknown): ReadonlyMap<string, string> {
  if (!Array.isArray(list)) return none;
  const properties = new Map<string, string>();
  for (const entry of list) {
    const name = isObject(entry) ? textOf(entry.name) : undefined;
    const value = isObject(entry) ? textOf(entry.value) : undefined;
    if (name !== undefined && value !== undefined && !properties.has(name)) properties.set(name, value);
  }
  return properties;
}

const noDigests: readonly string[] = [];

function digestsOf(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return noDigests;
  return list.flatMap((hash: unknown) =>
    isObject(hash) && hash.alg === 'SHA-256' ? [`sha256:${scalarText(hash.content).toLowerCase()}`] : [],
  );
}

/** All that are stated have to be kept to. */
function licenseOf(list: unknown): string | undefined {
  if (!Array.isArray(list)) return undefined;
  const texts = list.flatMap((entry: unknown) => {
    if (!isObject(entry)) return [];
    const license = isObject(entry.license) ? (textOf(entry.license.id) ?? textOf(entry.license.name)) : undefined;
    return license ?? textOf(entry.expression) ?? [];
  });
  if (texts.length <= 1) return texts[0];
  return texts.map((text) => (/ (?:OR|AND) /i.test(text) ? `(${text})` : text)).join(' AND ');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
