import { parsePurl } from '../../formats/purl/parse-purl.ts';
import { canonicalize } from '../../formats/reference/reference.ts';
import type { Release } from '../../model/release.ts';
import { type RemovalKind, type RemovalSubject, removalKinds } from '../../model/removal.ts';

/**
 * What a text may name in a release: `image:…`, `chart:…` say which kind it is, else every kind that has something of the name.
 *
 * out     empty where nothing has it; several where it has to be said which
 */
export function findSubjects(text: string, release: Release): readonly RemovalSubject[] {
  const colon = text.indexOf(':');
  const kind = removalKinds.find((each) => each === text.slice(0, colon));
  if (kind) return findOfKind(kind, text.slice(colon + 1), release);
  return removalKinds.flatMap((each) => findOfKind(each, text, release));
}

/** Everything that `findSubjects` finds by its name, with the kind in front. */
export function listSubjects(release: Release): readonly string[] {
  return removalKinds.flatMap((kind) => (kind === 'package' ? [] : namesOf(kind, release).map((name) => `${kind}:${name}`)));
}

function findOfKind(kind: RemovalKind, text: string, release: Release): readonly RemovalSubject[] {
  if (kind === 'package') return findPackage(text, release);
  const names = namesOf(kind, release);
  if (kind === 'image') return findImages(text, names).map((name) => ({ kind, name }));
  const asked = kind === 'path' ? text.replace(/\/+$/, '') : text;
  return names.includes(asked) ? [{ kind, name: asked }] : [];
}

function namesOf(kind: RemovalKind, { inventory, resources = [] }: Release): readonly string[] {
  switch (kind) {
    case 'image':
      return inventory.images.map(({ reference }) => reference);
    case 'chart':
      return distinct(inventory.charts.map(({ name }) => name));
    case 'source':
      return distinct([...resources.map(({ source }) => source), ...inventory.charts.map(({ source }) => source)]);
    case 'component':
      return distinct([
        ...inventory.images.flatMap(({ components }) => components),
        ...resources.flatMap(({ component }) => component ?? []),
      ]);
    case 'path':
      return distinct(
        [...resources, ...inventory.images.flatMap(({ occurrences }) => occurrences)].flatMap(({ file }) => foldersOf(file)),
      );
    case 'package':
      return [];
  }
}

/** The file, and every folder that holds it. */
function foldersOf(file: string): readonly string[] {
  const steps = file.split('/');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

/** The reference in any spelling, else the end of a repository with or without its tag. */
function findImages(text: string, references: readonly string[]): readonly string[] {
  const canonical = canonicalize(text) ?? text;
  if (references.includes(canonical)) return [canonical];
  return references.filter((reference) => {
    const [named = ''] = reference.split('@');
    const colon = named.lastIndexOf(':');
    const repository = colon > named.lastIndexOf('/') ? named.slice(0, colon) : named;
    return [reference, named, repository].some((each) => each === text || each.endsWith(`/${text}`));
  });
}

function findPackage(text: string, { images }: Release): readonly RemovalSubject[] {
  const isHeld = images.some(({ packages }) => packages.some((item) => isPackage(item, text)));
  return isHeld ? [{ kind: 'package', name: text }] : [];
}

/** Whether a package has this name, or this purl: without version and qualifiers whatever they are. */
export function isPackage(item: { readonly purl: string; readonly name: string }, asked: string): boolean {
  if (!asked.startsWith('pkg:')) return item.name === asked;
  if (item.purl === asked) return true;
  const [one, other] = [parsePurl(item.purl), parsePurl(asked)];
  if (!one || !other) return false;
  const isSame = one.type === other.type && one.name === other.name && one.namespace === other.namespace;
  return isSame && (other.version === undefined || other.version === one.version);
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}
