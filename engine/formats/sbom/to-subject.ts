import { parsePurl } from '../purl/parse-purl.ts';
import type { SbomSubject } from './sbom.ts';
import type { StatedComponent } from './stated.ts';

/** The subject that a component is. */
export function toSubject({ name, group, version, purl, digests, properties }: Omit<StatedComponent, 'kind'>): SbomSubject {
  const platform = properties.get('plimsoll:platform');
  const stated = purl ? parsePurl(purl)?.version : undefined;
  const known = [stated, version, name.split('@')[1], ...digests].filter((text) => text !== undefined && isDigest(text));
  return {
    name: properties.get('plimsoll:reference') ?? (group ? `${group}/${name}` : name),
    ...(version && { version }),
    ...(purl && { purl }),
    digests: [...new Set(known)].flatMap((digest) => digest ?? []),
    ...(platform && { platform }),
  };
}

function isDigest(text: string): boolean {
  return /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.test(text);
}
