import { type LayerRecipe, layer } from '../layout/recipe.ts';
import { apkInstalled, osRelease, type SystemPackage } from '../layout/system-packages.ts';

/** The two states of Wolfi, which has no releases, that base images were made of. */
export type WolfiState = '2023-06' | '2024-07';

/** source  versions that Wolfi's own advisories name */
const packages: Readonly<Record<WolfiState, readonly SystemPackage[]>> = {
  '2023-06': [
    { name: 'busybox', version: '1.35.0-r3' },
    { name: 'glibc', version: '2.37-r1' },
    { name: 'ld-linux', version: '2.37-r1', source: 'glibc' },
    { name: 'libcrypto3', version: '3.1.0-r5', source: 'openssl' },
    { name: 'libssl3', version: '3.1.0-r5', source: 'openssl' },
    { name: 'zlib', version: '1.2.13-r1' },
  ],
  '2024-07': [
    { name: 'glibc', version: '2.39-r5' },
    { name: 'ld-linux', version: '2.39-r5', source: 'glibc' },
    { name: 'libcrypto3', version: '3.3.1-r3', source: 'openssl' },
    { name: 'libssl3', version: '3.3.1-r3', source: 'openssl' },
    { name: 'zlib', version: '1.3-r1' },
  ],
};

/** Python and Node as Wolfi had them. */
export const wolfiPython: Readonly<Record<WolfiState, readonly SystemPackage[]>> = {
  '2023-06': [
    { name: 'python-3.12', version: '3.12.0-r0' },
    { name: 'python-3.12-base', version: '3.12.0-r0', source: 'python-3.12' },
  ],
  '2024-07': [
    { name: 'python-3.12', version: '3.12.4-r0' },
    { name: 'python-3.12-base', version: '3.12.4-r0', source: 'python-3.12' },
  ],
};

/** Node of two years. */
export const wolfiNode: Readonly<Record<WolfiState, readonly SystemPackage[]>> = {
  '2023-06': [{ name: 'nodejs-18', version: '18.16.1-r0' }],
  '2024-07': [{ name: 'nodejs-20', version: '20.12.2-r0' }],
};

/** The layer of the base image. */
export function wolfiBase(state: WolfiState): LayerRecipe {
  const about = { ID: 'wolfi', VERSION_ID: '20230201', PRETTY_NAME: 'Wolfi' };
  return layer(`ADD wolfi-${state}.tar / # buildkit`, [osRelease(about), apkInstalled(packages[state])]);
}

/** A layer that installs more packages: the database lists those of the base too. */
export function apkAdd(state: WolfiState, added: readonly SystemPackage[]): LayerRecipe {
  const names = added.map(({ name }) => name).join(' ');
  return layer(`RUN apk add ${names} # buildkit`, [apkInstalled([...packages[state], ...added])]);
}
