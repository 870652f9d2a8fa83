import type { Release } from '../model/release.ts';
import type { Corpus } from './corpus.ts';

/** A package that was read otherwise than it was put in. */
export interface TruthDifference {
  /** As the corpus calls it. */
  readonly image: string;
  /** Not found; found and not put in; found and only likely. */
  readonly kind: 'missing' | 'extra' | 'likely';
  /** Type and name, without a version, since registries move on. */
  readonly subject: string;
}

/** What of a corpus was read otherwise than it was built. What a distribution package owns is neither extra nor likely. */
export function truthDifferences(corpus: Corpus, release: Release): readonly TruthDifference[] {
  return release.images.flatMap(({ reference, packages }) => {
    const image = nameOf(reference);
    const there = new Set(corpus.truthOf(image).packages.map(({ purl }) => toPlain(purl)));
    const found = new Set(packages.map(({ purl }) => toPlain(purl)));
    // What a distribution package installed is that package seen twice, and says so.
    const own = packages.filter(({ ownedBy }) => ownedBy === null);
    const extras = new Set(own.map(({ purl }) => toPlain(purl))).difference(there);
    return [
      ...[...there.difference(found)].map((purl) => ['missing', purl] as const),
      ...[...extras].map((purl) => ['extra', purl] as const),
      ...own.filter(({ certainty }) => certainty === 'likely').map(({ purl }) => ['likely', toPlain(purl)] as const),
    ].map(([kind, purl]) => ({ image, kind, subject: withoutVersion(purl) }));
  });
}

/** `registry.example.test/harbourline/links:v1` is `links` to the corpus. */
export function nameOf(reference: string): string {
  return /([^/:]+):[^/]*$/.exec(reference)?.[1] ?? reference;
}

/** Without qualifiers and escapes, which everybody writes in a way of their own. */
export function toPlain(purl: string): string {
  return decodeURIComponent(purl.replace(/[?#].*$/s, ''));
}

/** Type and name of a purl, since registries move on. */
export function withoutVersion(purl: string): string {
  return purl.replace(/(?<!\/)@[^@/]*$/, '');
}
