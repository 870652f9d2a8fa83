import { apk } from './apk/apk.ts';
import { binaries } from './binaries/binaries.ts';
import { cargo } from './cargo/cargo.ts';
import type { Cataloger } from './cataloger.ts';
import { composer } from './composer/composer.ts';
import { conda } from './conda/conda.ts';
import { cran } from './cran/cran.ts';
import { dotnet } from './dotnet/dotnet.ts';
import { dpkg } from './dpkg/dpkg.ts';
import { gem } from './gem/gem.ts';
import { go } from './go/go.ts';
import { createJava, java } from './java/java.ts';
import type { KnownArtifact } from './java/known-classes.ts';
import { jdk } from './jdk/jdk.ts';
import { luarocks } from './luarocks/luarocks.ts';
import { npm } from './npm/npm.ts';
import { python } from './python/python.ts';
import { rpm } from './rpm/rpm.ts';
import { spdx } from './spdx/spdx.ts';

/** Every cataloger, in the order their results are listed. `all.test.ts` fails if a folder is missing here. */
export const catalogers: readonly Cataloger[] = [
  apk,
  binaries,
  cargo,
  composer,
  conda,
  cran,
  dotnet,
  dpkg,
  gem,
  go,
  java,
  jdk,
  luarocks,
  npm,
  python,
  rpm,
  spdx,
];

/** What a project adds to what the catalogers know. */
export interface AddedKnowledge {
  /** Libraries that are known by their classes. */
  readonly knownClasses?: readonly KnownArtifact[];
}

/** Every cataloger, with what a project adds. */
export function createCatalogers({ knownClasses = [] }: AddedKnowledge): readonly Cataloger[] {
  return knownClasses.length === 0 ? catalogers : catalogers.map((unit) => (unit === java ? createJava(knownClasses) : unit));
}
