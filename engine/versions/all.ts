import type { SchemeId } from '../model/package.ts';
import { apk } from './apk/apk.ts';
import { bitnami } from './bitnami/bitnami.ts';
import { dpkg } from './dpkg/dpkg.ts';
import { gem } from './gem/gem.ts';
import { go } from './go/go.ts';
import { hex } from './hex/hex.ts';
import { maven } from './maven/maven.ts';
import { nuget } from './nuget/nuget.ts';
import { packagist } from './packagist/packagist.ts';
import { pep440 } from './pep440/pep440.ts';
import { rpm } from './rpm/rpm.ts';
import type { VersionScheme } from './scheme.ts';
import { semver } from './semver/semver.ts';

/** Every version scheme, in the order of the reference page. `all.test.ts` fails if a folder is missing here. */
export const schemes: readonly VersionScheme[] = [dpkg, rpm, apk, semver, go, pep440, maven, gem, nuget, packagist, hex, bitnami];

const byName = new Map(schemes.flatMap((scheme) => [scheme.id, ...scheme.about.aliases].map((name) => [name, scheme] as const)));

/** The scheme of an id; throws for none, which is a bug: the type has no others. */
export function getScheme(id: SchemeId): VersionScheme {
  const scheme = byName.get(id);
  if (!scheme) throw new Error(`no version scheme has the id ${id}`);
  return scheme;
}

/** The scheme that people call by this id or alias, in any case: `deb`, `npm`, `PyPI`. */
export function findScheme(nameOrAlias: string): VersionScheme | undefined {
  return byName.get(nameOrAlias.toLowerCase());
}
