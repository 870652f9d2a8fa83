import { normalizePythonName } from '../../formats/ecosystem/ecosystem.ts';
import { parsePurl } from '../../formats/purl/parse-purl.ts';
import { toIdentity } from '../../formats/purl/to-identity.ts';
import type { ScannedPackage } from '../../model/scan.ts';
import { findPackageType } from './package-type.ts';

/** What a report says of a package; every part may be missing. */
export interface PackageDraft {
  readonly purl?: string | undefined;
  /** The report's word for the kind of package, its ecosystem or its distribution. */
  readonly type?: string | undefined;
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly source?: string | undefined;
  readonly path?: string | undefined;
  readonly layer?: string | undefined;
}

/**
 * A package as a report names it.
 *
 * in      a purl goes before the other parts where it can be read
 * out     undefined where there is no name
 */
export function namePackage(draft: PackageDraft): ScannedPackage | undefined {
  const parts = draft.purl === undefined ? undefined : parsePurl(draft.purl);
  const identity = parts && toIdentity(parts);
  const type = parts?.type ?? (draft.type === undefined ? undefined : findPackageType(draft.type));
  const plain = parts ? [parts.namespace, parts.name].filter(Boolean).join('/') : undefined;
  const name = identity?.name ?? draft.name ?? plain;
  const version = identity?.version ?? draft.version ?? parts?.version;
  const source = draft.source ?? identity?.source?.name;
  if (name === undefined) return undefined;
  return {
    ...(parts && draft.purl !== undefined && { purl: draft.purl }),
    ...(type && { type }),
    name: type === 'pypi' ? normalizePythonName(name) : name,
    ...(version !== undefined && version !== '' && { version }),
    ...(source !== undefined && source !== name && { source }),
    ...(draft.path !== undefined && { path: draft.path }),
    ...(draft.layer !== undefined && { layer: draft.layer }),
  };
}
